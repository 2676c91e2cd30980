import type { Authenticate } from '../../shared/api-key/authenticate.ts';
import type { Principal } from '../../shared/principal/principal.ts';
import { permits } from '../../shared/principal/role.ts';
import type { Middleware, RequestState } from './middleware.ts';
import { Problem } from './problem.ts';
import { type Route, takesRememberedKey } from './route.ts';

const BEARER = /^Bearer +(?<credentials>[^\s]+)$/i;

/** The credentials in an `Authorization` header of the scheme Bearer (RFC 6750, section 2.1). */
export const bearerCredentials = (authorization: string | undefined): string | undefined =>
  BEARER.exec(authorization ?? '')?.groups?.credentials;

/** Finds the principal of a request and checks its permission, before the request is parsed. */
export const authenticate = (route: Route, authenticateCredentials: Authenticate): Middleware => {
  const { permission } = route;
  const fresh = !takesRememberedKey(route);
  return {
    before: async ({ event: { headers, state } }) => {
      if (permission === 'public') return;
      const credentials = bearerCredentials(headers.authorization);
      if (credentials === undefined) throw unauthenticated('Bearer');
      const principal = await authenticateCredentials(credentials, state.time, { fresh });
      if (!principal) throw unauthenticated('Bearer error="invalid_token"');
      permit(route, state, principal);
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
