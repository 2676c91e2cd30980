import type { Authenticate } from '../../shared/api-key/authenticate.ts';
import { permit } from './authenticate.ts';
import { readClientAuthentication } from './client-authentication.ts';
import type { Middleware } from './middleware.ts';
import { readFormLeniently } from './parse-request.ts';
import { Problem } from './problem.ts';
import { type Route, takesRememberedKey } from './route.ts';

/** RFC 7617, section 2: the realm is required. */
const BASIC = 'Basic realm="login-tokens", charset="UTF-8"';

/**
 * Authenticates a client at an OAuth endpoint: by its API key as Bearer, or by the id of the key and the key as
 * `client_secret_basic` or `client_secret_post`. Checks its permission, before the rest of the request is parsed.
 */
export const authenticateClient = (route: Route, authenticateApiKey: Authenticate): Middleware => ({
  before: async ({ event }) => {
    const fresh = !takesRememberedKey(route);
    const client = readClientAuthentication(event.headers.authorization, readFormLeniently(event));
    switch (client.method) {
      case 'contradictory':
        throw new Problem('invalid_request', client.detail);
      case 'none':
        throw unauthenticated(`${BASIC}, Bearer`);
      case 'malformed':
        throw unauthenticated(BASIC);
      default: {
        const principal = await authenticateApiKey(client.secret, event.state.time, { fresh });
        const isOwnId = client.clientId === undefined || principal?.id === `key:${client.clientId}`;
        if (!principal || !isOwnId)
          throw unauthenticated(client.method === 'Bearer' ? 'Bearer error="invalid_token"' : BASIC);
        permit(route, event.state, principal);
      }
    }
  },
});

const unauthenticated = (challenge: string): Problem =>
  new Problem(
    'unauthenticated',
    'Send the id of a key as client_id with the key as client_secret, by Basic or in the form, or the key as Bearer.',
    { headers: { 'WWW-Authenticate': challenge } },
  );
