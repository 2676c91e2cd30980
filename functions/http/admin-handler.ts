import { isOffboarded } from '../../shared/api-key/principal-store.ts';
import { authenticateIdentity } from '../runtime/authenticate-identity.ts';
import { authenticateApiKey, db } from '../runtime/database.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { authenticate, type CheckCredentials, type CredentialCheck, keyCheck } from './authenticate.ts';
import { Problem } from './problem.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';
import type { Route } from './route.ts';
import { type HttpHandler, stack } from './stack.ts';

/** Seconds, for `Retry-After`, when the identity provider does not answer. */
const RETRY_AFTER = 5;

const REMOVED = 'You are known, and were removed here. Ask an administrator to let you in again.';

const NO_ROLE =
  'You are known, and none of your groups gives you a role here. Ask whoever manages the groups.';

const refusedToken = (refusal: string, problem?: Problem): CredentialCheck => ({
  outcome: 'refused',
  refused: { credential: 'access_token', refusal },
  ...(problem && { problem }),
});

/** The Lambda handler of a route for administrators. It takes API keys and access tokens of the identity provider. */
export const adminHandler = <const R extends Route>(
  route: R,
  handle: (request: HttpRequest<R>) => Promise<HttpResponse>,
): HttpHandler => stack(route, authenticate(route, checkAdministrator), handle);

const checkKey = keyCheck(authenticateApiKey);

const checkAdministrator: CheckCredentials = async (credentials, time, options) => {
  if (!authenticateIdentity || credentials.startsWith('lk_')) return checkKey(credentials, time, options);
  const identification = await authenticateIdentity(credentials, time);
  switch (identification.outcome) {
    case 'authenticated': {
      const { principal } = identification;
      // Nothing is remembered: who was removed reads no more from then on, and people make few requests.
      if (await isOffboarded(db, principal.id))
        return refusedToken('removed', new Problem('forbidden', REMOVED));
      return identification;
    }
    case 'refused':
      return refusedToken(identification.reason);
    case 'no_role':
      return refusedToken('no_role', new Problem('forbidden', NO_ROLE));
    case 'unavailable':
      logUnavailable(identification.error);
      throw new Problem('unavailable', 'The identity provider does not answer. Try again in a moment.', {
        headers: { 'Retry-After': String(RETRY_AFTER) },
      });
  }
};

function logUnavailable(error: unknown): void {
  const { name, code } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { name: typeof error };
  writeLogLine({ level: 'error', identityProvider: 'unavailable', error: name, code: code && String(code) });
}
