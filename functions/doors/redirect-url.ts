import type { Settings } from '../../shared/settings/settings.ts';
import { chooseRedirect, fitsLocation } from '../../shared/sign-in/redirect.ts';
import { Problem } from '../http/problem.ts';

/**
 * The URL to which a sign-in redirects. Call it before the token is used: it throws for a URL that is not allowed, and for
 * one that is too long to be sent with the state.
 */
export function redirectUrl(
  settings: Settings,
  returnTo: string | undefined,
  state: string | undefined,
): string {
  const redirect = chooseRedirect(settings, returnTo);
  switch (redirect.outcome) {
    case 'chosen':
      if (fitsLocation(redirect.url, state)) return redirect.url;
      throw new Problem('invalid_request', 'The link leads to an address that is too long.', {
        errors: [
          { pointer: state ? '/state' : '/return_to', detail: 'must be shorter when it is percent-encoded' },
        ],
      });
    case 'not_configured':
      throw new Problem('not_ready', 'An administrator has to set callbackUrl in the settings.');
    case 'not_allowed':
      throw new Problem('invalid_request', 'The link leads where it may not.', {
        errors: [{ pointer: '/return_to', detail: 'must be one of the allowed return URLs' }],
      });
  }
}
