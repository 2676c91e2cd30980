import type { Settings } from '../../shared/settings/settings.ts';
import { chooseRedirect } from '../../shared/sign-in/redirect.ts';
import { Problem } from '../http/problem.ts';

/** The URL to which a sign-in redirects. Call it before the token is used: it throws for a URL that is not allowed. */
export function redirectUrl(settings: Settings, returnTo: string | undefined): string {
  const redirect = chooseRedirect(settings, returnTo);
  switch (redirect.outcome) {
    case 'chosen':
      return redirect.url;
    case 'not_configured':
      throw new Problem('not_ready', 'An administrator has to set callbackUrl in the settings.');
    case 'not_allowed':
      throw new Problem('invalid_request', 'The link leads where it may not.', {
        errors: [{ pointer: '/return_to', detail: 'must be one of the allowed return URLs' }],
      });
  }
}
