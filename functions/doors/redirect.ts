import type { Settings } from '../../shared/settings/settings.ts';
import { chooseTarget } from '../../shared/sign-in/redirect.ts';
import { Problem } from '../http/problem.ts';

/** Where a person is to be taken; refused before a token is used for nothing. */
export function targetOf(settings: Settings, returnTo: string | undefined): string {
  const target = chooseTarget(settings, returnTo);
  switch (target.outcome) {
    case 'chosen':
      return target.url;
    case 'not_ready':
      throw new Problem('not_ready', 'An administrator has to set callbackUrl in the settings.');
    case 'not_allowed':
      throw new Problem('invalid_request', 'The link leads where it may not.', {
        errors: [{ pointer: '/return_to', detail: 'must be one of the allowed return URLs' }],
      });
  }
}
