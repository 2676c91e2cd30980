import type { AuthenticateApiKey } from '../../shared/api-key/authenticate.ts';
import { keyIdOf } from '../../shared/principal/principal.ts';
import { permit } from './authenticate.ts';
import { readClientAuthentication } from './client-authentication.ts';
import type { Middleware } from './middleware.ts';
import { readFormLeniently } from './parse-request.ts';
import { Problem } from './problem.ts';
import type { RefusedCredential } from './request.ts';
import { type Route, takesRememberedKey } from './route.ts';

/** RFC 7617, section 2: the realm is required. */
const BASIC = 'Basic realm="login-tokens", charset="UTF-8"';

/**
 * Authenticates a client at an OAuth endpoint: by its API key as Bearer, or by the id of the key and the key as
 * `client_secret_basic` or `client_secret_post`. Checks its permission, before the rest of the request is parsed.
 */
export const authenticateClient = (route: Route, authenticateApiKey: AuthenticateApiKey): Middleware => ({
  before: async ({ event }) => {
    const fresh = !takesRememberedKey(route);
    const client = readClientAuthentication(event.headers.authorization, readFormLeniently(event));
    switch (client.method) {
      case 'contradictory':
        throw new Problem('invalid_request', client.detail);
      case 'none':
        throw unauthenticated(`${BASIC}, Bearer`);
      case 'malformed':
        Object.assign(event.state.logFields, refused('malformed'));
        throw unauthenticated(BASIC);
      default: {
        const challenge = client.method === 'Bearer' ? 'Bearer error="invalid_token"' : BASIC;
        const result = await authenticateApiKey(client.secret, event.state.time, { fresh });
        if (result.outcome === 'refused') {
          Object.assign(event.state.logFields, refused(result.reason, result.keyId));
          throw unauthenticated(challenge);
        }
        const { principal } = result;
        if (client.clientId !== undefined && keyIdOf(principal.id) !== client.clientId) {
          Object.assign(event.state.logFields, refused('wrong_client_id', keyIdOf(principal.id)));
          throw unauthenticated(challenge);
        }
        permit(route, event.state, principal);
      }
    }
  },
});

const refused = (refusal: string, keyId?: string): RefusedCredential => ({
  credential: 'client_secret',
  refusal,
  keyId,
});

const unauthenticated = (challenge: string): Problem =>
  new Problem(
    'unauthenticated',
    'Send the id of a key as client_id with the key as client_secret, by Basic or in the form, or the key as Bearer.',
    { headers: { 'WWW-Authenticate': challenge } },
  );
