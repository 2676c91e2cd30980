/** The kinds of error pages. A person can act on these, and on no more detail. */
export type ErrorKind =
  /** 401, the same for every private reason. */
  | 'refused'
  /** 400, 413 and 415: the link or the form is damaged. */
  | 'invalid'
  /** 403: the form was sent from another site. */
  | 'cross_site'
  /** 409: no callback is set yet. The token is not used. */
  | 'not_ready'
  /** 503. Reloading repeats the attempt, and signs in also where the token was used and the response lost. */
  | 'unavailable'
  /** 500. */
  | 'failed';

/** The texts of all pages in one language. They name the button by its label, and never tell why a link was refused. */
export type Texts = {
  signIn: string;
  signInTo: (shop: string) => string;
  lead: string;
  continue: string;
  signingIn: string;
  /** On the page after the press, which goes on by itself where scripts run. */
  continueOnce: string;
  /** Replaces the lead when the link has no token. */
  noToken: string;
  needsScript: string;
  help: string;
  reference: string;
  errors: Record<ErrorKind, { title: string; text: string }>;
};
