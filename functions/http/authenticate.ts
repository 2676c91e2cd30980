import type { AuthenticateApiKey } from '../../shared/api-key/authenticate.ts';
import type { Principal } from '../../shared/principal/principal.ts';
import { permits } from '../../shared/principal/role.ts';
import type { Middleware, RequestState } from './middleware.ts';
import { Problem } from './problem.ts';
import type { RefusedCredential } from './request.ts';
import { type Route, takesRememberedKey } from './route.ts';

const BEARER = /^Bearer +(?<credentials>[^\s]+)$/i;

/** The credentials in an `Authorization` header of the scheme Bearer (RFC 6750, section 2.1). */
export const bearerCredentials = (authorization: string | undefined): string | undefined =>
  BEARER.exec(authorization ?? '')?.groups?.credentials;

export type CredentialCheck =
  | { outcome: 'authenticated'; principal: Principal }
  /** `problem` is 401 when absent. */
  | { outcome: 'refused'; refused: RefusedCredential; problem?: Problem };

export type CheckCredentials = (...given: Parameters<AuthenticateApiKey>) => Promise<CredentialCheck>;

/** Checks API keys alone. */
export const keyCheck =
  (authenticateApiKey: AuthenticateApiKey): CheckCredentials =>
  async (...given) => {
    const result = await authenticateApiKey(...given);
    if (result.outcome === 'authenticated') return result;
    const { reason: refusal, keyId } = result;
    return { outcome: 'refused', refused: { credential: 'api_key', refusal, keyId } };
  };

/** Finds the principal of a request and checks its permission, before the request is parsed. */
export const authenticate = (route: Route, checkCredentials: CheckCredentials): Middleware => {
  const { permission } = route;
  const fresh = !takesRememberedKey(route);
  return {
    before: async ({ event: { headers, state } }) => {
      if (permission === 'public') return;
      const credentials = bearerCredentials(headers.authorization);
      if (credentials === undefined) throw unauthenticated('Bearer');
      const check = await checkCredentials(credentials, state.time, { fresh });
      if (check.outcome === 'refused') {
        Object.assign(state.logFields, check.refused);
        throw check.problem ?? unauthenticated('Bearer error="invalid_token"');
      }
      permit(route, state, check.principal);
    },
  };
};

/** Makes this the principal of the request. Throws `forbidden` when it lacks the permission of the route. */
export function permit(
  { permission, unlimitedOnly }: Route,
  state: RequestState,
  principal: Principal,
): void {
  state.principal = principal;
  if (permission !== 'authenticated' && permission !== 'public' && !permits(principal.role, permission)) {
    throw new Problem(
      'forbidden',
      `This takes the permission ${permission}, which the role ${principal.role} has not.`,
    );
  }
  if (unlimitedOnly && principal.scope)
    throw new Problem('forbidden', 'This takes a principal that is not limited to domains.');
}

/** RFC 6750, section 3: the challenge names an error only when the request has credentials. */
const unauthenticated = (challenge: string): Problem =>
  new Problem(
    'unauthenticated',
    'Send valid credentials as «Authorization: Bearer <API key>»; administrative routes take access tokens, too.',
    { headers: { 'WWW-Authenticate': challenge } },
  );
