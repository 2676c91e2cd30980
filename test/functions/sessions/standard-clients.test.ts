import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/** Off-the-shelf clients configure themselves by the metadata, and talk to the service over HTTP. */

const port = await vi.hoisted(async () => {
  const { freePort } = await import('../../../local/listen.ts');
  const free = await freePort();
  process.env.APP_URL = `http://localhost:${free}`;
  return free;
});

import { ROUTES } from '../../../functions/routes.ts';
import { handler as unmatched } from '../../../functions/unmatched.ts';
import { startGateway } from '../../../local/gateway.ts';
import { useService } from '../../support/fixture.ts';
import { aSession, aUser, introspect } from '../../support/given.ts';

const { storefront } = useService();
const issuer = new URL(`http://localhost:${port}`);
const clientId = storefront.slice(3, 25);
let stop: () => Promise<void>;

beforeAll(async () => {
  const served = ROUTES.filter(
    ({ path }) => path.startsWith('/sessions/') || path.startsWith('/.well-known/'),
  );
  const routes = await Promise.all(
    served.map(async ({ method, path, entry }) => ({
      method,
      path,
      handler: (await import(`../../../${entry}`)).handler,
    })),
  );
  stop = await startGateway({ routes, unmatched }, port);
});
afterAll(() => stop());

const isActive = async (accessToken: string) => (await introspect(accessToken)).body.active;

describe('openid-client', () => {
  const methods = [
    ['client_secret_basic', openid.ClientSecretBasic],
    ['client_secret_post', openid.ClientSecretPost],
  ] as const;

  it.each(methods)('introspects and revokes by %s', async (_, method) => {
    const configuration = await openid.discovery(issuer, clientId, undefined, method(storefront), {
      algorithm: 'oauth2',
      execute: [openid.allowInsecureRequests],
    });
    const userId = await aUser();
    const { accessToken } = await aSession({ userId });
    const found = await openid.tokenIntrospection(configuration, accessToken, {
      resource: 'https://shop.example',
    });
    expect(found).toMatchObject({ active: true, sub: userId, username: userId, aud: clientId });
    await openid.tokenRevocation(configuration, accessToken, { token_type_hint: 'refresh_token' });
    expect(await openid.tokenIntrospection(configuration, accessToken)).toEqual({ active: false });
  });
});

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true } as const;
  const client: oauth.Client = { client_id: clientId };
  const discover = async () => {
    const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    return oauth.processDiscoveryResponse(issuer, answer);
  };

  it.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ] as const)('introspects and revokes by %s', async (_, method) => {
    const server = await discover();
    const { accessToken } = await aSession();
    const authentication = method(storefront);
    const asked = await oauth.introspectionRequest(server, client, authentication, accessToken, insecure);
    const found = await oauth.processIntrospectionResponse(server, client, asked);
    expect(found).toMatchObject({ active: true });
    expect(found).not.toHaveProperty('username');
    const revoked = await oauth.revocationRequest(server, client, authentication, accessToken, insecure);
    await oauth.processRevocationResponse(revoked);
    expect(await isActive(accessToken)).toBe(false);
  });

  it('is told in the words of OAuth that its secret is wrong', async () => {
    const server = await discover();
    const wrong = oauth.ClientSecretPost('lk_wrong');
    const { accessToken } = await aSession();
    const asked = await oauth.introspectionRequest(server, client, wrong, accessToken, insecure);
    expect(await asked.clone().json()).toMatchObject({ error: 'invalid_client' });
    await expect(oauth.processIntrospectionResponse(server, client, asked)).rejects.toThrow(
      oauth.WWWAuthenticateChallengeError,
    );
  });

  it('verifies an access token with the keys of the metadata', async () => {
    const server = await discover();
    expect(server).toMatchObject({
      issuer: issuer.origin,
      jwks_uri: `${issuer.origin}/.well-known/jwks.json`,
    });
    const { keys } = await (await fetch(server.jwks_uri ?? '')).json();
    expect(keys.length).toBeGreaterThan(0);
  });
});
