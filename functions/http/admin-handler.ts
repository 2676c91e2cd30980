import type { Authenticate } from '../../shared/api-key/authenticate.ts';
import { authenticateIdentity } from '../runtime/authenticate-identity.ts';
import { authenticateApiKey } from '../runtime/database.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { Problem } from './problem.ts';
import type { Call, Reply } from './request.ts';
import type { Route } from './route.ts';
import { type HttpHandler, stack } from './stack.ts';

/** Seconds after which a caller may try again when the identity provider did not answer. */
const RETRY_AFTER = 5;

/** The Lambda handler of a route for administrators: with an API key, or as whom the identity provider names. */
export const administer = <const R extends Route>(
  route: R,
  decide: (call: Call<R>) => Promise<Reply>,
): HttpHandler => stack(route, authenticateAdministrator, decide);

const authenticateAdministrator: Authenticate = async (presented, time, options) => {
  if (!authenticateIdentity || presented.startsWith('lk_'))
    return authenticateApiKey(presented, time, options);
  const identification = await authenticateIdentity(presented, time);
  switch (identification.outcome) {
    case 'proved':
      return identification.principal;
    case 'refused':
      return undefined;
    case 'no_role':
      throw new Problem(
        'forbidden',
        'You are known, and none of your groups gives you a role here. Ask whoever manages the groups.',
      );
    case 'unavailable':
      logSilence(identification.error);
      throw new Problem('unavailable', 'The identity provider does not answer. Try again in a moment.', {
        headers: { 'Retry-After': String(RETRY_AFTER) },
      });
  }
};

function logSilence(error: unknown): void {
  const { name, code } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { name: typeof error };
  writeLogLine({ level: 'error', identityProvider: 'unavailable', error: name, code: code && String(code) });
}
