import type { Authenticate } from '../../shared/api-key/authenticate.ts';
import { isOffboarded } from '../../shared/api-key/principal-store.ts';
import { createKeyedCache } from '../../shared/storage/cache.ts';
import { authenticateIdentity } from '../runtime/authenticate-identity.ts';
import { authenticateApiKey, db } from '../runtime/database.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { authenticate } from './authenticate.ts';
import { Problem } from './problem.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';
import type { Route } from './route.ts';
import { type HttpHandler, stack } from './stack.ts';

/** Seconds, for `Retry-After`, when the identity provider does not answer. */
const RETRY_AFTER = 5;

/** Whether an identity was offboarded, as keys are remembered. */
const offboarded = createKeyedCache((id) => isOffboarded(db, id), { freshFor: 60_000, capacity: 1_000 });

const REMOVED = 'You are known, and were removed here. Ask an administrator to let you in again.';

/** The Lambda handler of a route for administrators. It takes API keys and access tokens of the identity provider. */
export const adminHandler = <const R extends Route>(
  route: R,
  handle: (request: HttpRequest<R>) => Promise<HttpResponse>,
): HttpHandler => stack(route, authenticate(route, authenticateAdministrator), handle);

const authenticateAdministrator: Authenticate = async (credentials, time, options) => {
  if (!authenticateIdentity || credentials.startsWith('lk_'))
    return authenticateApiKey(credentials, time, options);
  const identification = await authenticateIdentity(credentials, time);
  switch (identification.outcome) {
    case 'authenticated': {
      const { principal } = identification;
      if (options?.fresh) offboarded.invalidate(principal.id);
      if (await offboarded.get(principal.id, time)) throw new Problem('forbidden', REMOVED);
      return principal;
    }
    case 'refused':
      return undefined;
    case 'no_role':
      throw new Problem(
        'forbidden',
        'You are known, and none of your groups gives you a role here. Ask whoever manages the groups.',
      );
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
