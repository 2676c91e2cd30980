import { httpHandler } from '../http/http-handler.ts';
import { identityProvider } from '../runtime/identity-provider.ts';
import { getSignIn as route } from './routes.ts';

/** The settings of the identity provider, for the sign-in of the console. null: there is none. */
export const handler = httpHandler(route, async () => ({
  status: 200,
  headers: { 'Cache-Control': 'public, max-age=300' },
  body: {
    oidc: identityProvider
      ? {
          issuer: identityProvider.issuer,
          clientId: identityProvider.clientId,
          scope: identityProvider.scope,
        }
      : null,
  },
}));
