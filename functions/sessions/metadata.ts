import { httpHandler } from '../http/http-handler.ts';
import { config } from '../runtime/config.ts';
import { getJwks, introspectSession, revokeSession, getAuthorizationServer as route } from './routes.ts';

const CLIENT_SECRET = ['client_secret_basic', 'client_secret_post'];

/** RFC 8414, section 2. There are no grants: a session comes from a login token, and not from an authorization request. */
const metadata = {
  issuer: config.appUrl,
  jwks_uri: config.appUrl + getJwks.path,
  introspection_endpoint: config.appUrl + introspectSession.path,
  introspection_endpoint_auth_methods_supported: [...CLIENT_SECRET, 'Bearer'],
  revocation_endpoint: config.appUrl + revokeSession.path,
  revocation_endpoint_auth_methods_supported: CLIENT_SECRET,
  response_types_supported: [],
  grant_types_supported: [],
  service_documentation: `${config.appUrl}/docs`,
};

export const handler = httpHandler(route, async () => ({
  status: 200,
  headers: { 'Cache-Control': 'public, max-age=300' },
  body: metadata,
}));
