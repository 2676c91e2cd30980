import type { Authenticate } from '../../shared/api-key/authenticate.ts';
import type { Principal } from '../../shared/principal/principal.ts';
import { permits } from '../../shared/principal/role.ts';
import { Problem } from './problem.ts';
import type { Middleware } from './request.ts';
import type { Route } from './route.ts';

const BEARER = /^Bearer +(?<credentials>[^\s]+)$/i;

/** Who calls, and whether they may: before anything else of the request is looked at. */
export const authenticate = (route: Route, prove: Authenticate): Middleware => ({
  before: async ({ event }) => {
    const { permission } = route;
    // A key that was deleted a moment ago must not leave another one behind.
    const fresh = permission === 'keys:write';
    if (permission === 'public') return;
    const { call } = event;
    const presented = BEARER.exec(event.headers.authorization ?? '')?.groups?.credentials;
    const principal = presented === undefined ? undefined : await prove(presented, call.time, { fresh });
    if (!principal) throw unauthenticated(presented !== undefined);
    call.principal = principal;
    if (permission !== 'authenticated' && !permits(principal.role, permission)) {
      throw new Problem(
        'forbidden',
        `This takes the permission ${permission}, which the role ${principal.role} has not.`,
      );
    }
    if (route.unlimitedOnly) refuseLimited(principal);
  },
});

/** RFC 6750, section 3: the challenge names an error only when credentials were presented. */
const unauthenticated = (presented: boolean): Problem =>
  new Problem(
    'unauthenticated',
    'Send valid credentials as «Authorization: Bearer <API key>»; administrative routes take access tokens, too.',
    {
      headers: { 'WWW-Authenticate': presented ? 'Bearer error="invalid_token"' : 'Bearer' },
    },
  );

function refuseLimited({ scope }: Principal): void {
  if (scope) throw new Problem('forbidden', 'This takes a principal that is not limited to domains.');
}
