import { httpHandler } from '../http/http-handler.ts';
import { provider } from '../runtime/identity-provider.ts';
import { getSignIn as route } from './routes.ts';

/** How administrators sign in: what the console has to know before anybody has. */
export const handler = httpHandler(route, async () => ({
  status: 200,
  headers: { 'Cache-Control': 'public, max-age=300' },
  body: {
    oidc: provider ? { issuer: provider.issuer, clientId: provider.clientId, scope: provider.scope } : null,
  },
}));
