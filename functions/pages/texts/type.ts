/** Why somebody sees a notice in place of the page, or of the storefront. */
export type Notice =
  /** 401, the same whatever the private reason. */
  | 'refused'
  /** 400: the link or the form is damaged. */
  | 'invalid'
  /** 403: the form was sent from another site. */
  | 'elsewhere'
  /** 409: there is no callback yet. The token is untouched. */
  | 'not_ready'
  /** 503. Reloading repeats the same press, which gets in also where the token was used and the answer lost. */
  | 'unavailable'
  /** 500. */
  | 'failed';

/** All that people read. Texts name the button as it is labelled, and never say why a link was refused. */
export type Messages = {
  signIn: string;
  signInTo: (shop: string) => string;
  lead: string;
  continue: string;
  signingIn: string;
  /** In place of the lead, when there is no token. */
  noToken: string;
  needsScript: string;
  help: string;
  reference: string;
  notices: Record<Notice, { title: string; text: string }>;
};
