import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Page } from '../functions/pages/layout.ts';
import { IDENTITIES, ROLES } from './identities.ts';
import { accountPage, noticePage, signOutPage } from './identity-pages.ts';
import { identityStore } from './identity-store.ts';
import { freePort } from './listen.ts';
import { startLoopbackServer } from './loopback-server.ts';

/** The configuration of the service for it. */
export type LocalProvider = { issuer: string; clientId: string; audience: string; roles: object };

type Options = {
  /** The base URLs of the service: the console is below each. */
  consoles: readonly string[];
  /** Seconds. */
  accessTokenLifetime?: number;
};

const CLIENT_ID = 'login-tokens-console';
const SCOPE = 'openid profile email';

/** Starts an OpenID Connect provider for administrators, so that sign-in runs the code of a deployment. It keeps no data. */
export async function startIdentityProvider(
  preferredPort: number,
  { consoles, accessTokenLifetime = 3_600 }: Options,
): Promise<LocalProvider & { stop(): Promise<void> }> {
  const port = await freePort(preferredPort);
  const issuer = `http://localhost:${port}`;
  const audience = consoles[0] ?? issuer;
  const provider = new Provider(issuer, configurationOf(consoles, { audience, accessTokenLifetime }));
  const answer = provider.callback();
  const stop = await startLoopbackServer((request, response) => {
    if (request.url?.startsWith('/interaction/'))
      void handleInteraction(provider, consoles, request, response);
    else void answer(request, response);
  }, port);
  return { issuer, clientId: CLIENT_ID, audience, roles: ROLES, stop };
}

function configurationOf(
  consoles: readonly string[],
  { audience, accessTokenLifetime }: { audience: string; accessTokenLifetime: number },
): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    adapter: identityStore(),
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: consoles.map((url) => `${url}/console/signed-in`),
        post_logout_redirect_uris: consoles.map((url) => `${url}/console/`),
      },
    ],
    clientBasedCORS: () => true,
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'local' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: identityOf(sub)?.name }) }),
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    extraTokenClaims: (_, token) => {
      const { name, groups } = ('accountId' in token && identityOf(token.accountId)) || {};
      return { name, groups };
    },
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    // Grants every scope without a consent page.
    loadExistingGrant: async ({ oidc }) => {
      const accountId = oidc.session?.accountId;
      if (!oidc.client || accountId === undefined) return undefined;
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId });
      grant.addOIDCScope(SCOPE);
      grant.addResourceScope(audience, SCOPE);
      await grant.save();
      return grant;
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: accessTokenLifetime,
      IdToken: accessTokenLifetime,
      RefreshToken: 86_400,
      Session: 86_400,
      Grant: 86_400,
      Interaction: 3_600,
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPE,
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenLifetime,
        }),
      },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx) => render(ctx, signOutPage(...logoutFormOf(ctx), consoles)),
        postLogoutSuccessSource: (ctx) =>
          render(ctx, noticePage('You are signed out', 'You can close this page.')),
      },
    },
    renderError: (ctx, { error, error_description }) =>
      render(ctx, noticePage('You cannot be signed in', `${error}: ${error_description ?? ''}`)),
  };
}

const identityOf = (sub: string | undefined) => IDENTITIES.find((identity) => identity.sub === sub);

/** The target and the XSRF value of the logout form. */
function logoutFormOf({ oidc }: KoaContextWithOIDC): [action: string, xsrf: string] {
  const { secret } = (oidc.session?.state ?? {}) as { secret?: string };
  return [oidc.urlFor('end_session_confirm'), secret ?? ''];
}

function render(ctx: KoaContextWithOIDC, { html, contentSecurityPolicy }: Page): void {
  ctx.type = 'html';
  ctx.set('Content-Security-Policy', contentSecurityPolicy);
  ctx.body = html;
}

/** Shows the list of identities, and signs the chosen one in without a password. */
async function handleInteraction(
  provider: Provider,
  consoles: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return send(response, 200, accountPage(request.url ?? '', consoles));
    const accountId = identityOf(new URLSearchParams(await textOf(request)).get('sub') ?? '')?.sub;
    if (accountId === undefined) return send(response, 200, accountPage(request.url ?? '', consoles));
    await provider.interactionFinished(request, response, { login: { accountId } });
  } catch {
    send(response, 400, noticePage('This took too long', 'Begin again in the console.'));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, { html, contentSecurityPolicy }: Page): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy,
    'Cache-Control': 'no-store',
  });
  response.end(html);
}
