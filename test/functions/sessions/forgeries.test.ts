import { exportSPKI, generateKeyPair, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { useService } from '../../support/fixture.ts';
import { edited, resigned, signedBy, unsigned } from '../../support/forge.ts';
import { aSession, aToken, aUser, CALLBACK, introspect } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

/** Forged access tokens are no sessions. */

const { storefront } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const INACTIVE = { active: false };
const introspectAs = (key: string, token: string) =>
  send('POST', '/sessions/introspect', { key, form: { token } });
const isActive = async (accessToken: string) => (await introspect(accessToken)).body.active;
/** Forged access tokens, each made of a good one. */
const FORGED: Record<string, (accessToken: string) => string | Promise<string>> = {
  nonsense: () => 'nonsense',
  dots: () => '..',
  'a token’s string': async () => (await aToken()).token,
  'an API key': () => storefront,
  'one without a signature, alg none': unsigned,
  'one without a signature, alg None': (jwt) => edited(jwt, {}, { alg: 'None' }),
  'one signed with the public key as a password, alg HS256': async (jwt) => {
    const { body } = await send('GET', '/.well-known/jwks.json');
    const publicKey = await importJWK(body.keys[0], 'ES256', { extractable: true });
    if (publicKey instanceof Uint8Array) throw new Error('a public key is no password');
    const password = new TextEncoder().encode(await exportSPKI(publicKey));
    return signedBy(password, jwt, { header: { alg: 'HS256' } });
  },
  'one signed by another key under our kid': async (jwt) =>
    signedBy((await generateKeyPair('ES256')).privateKey, jwt),
  'one signed by RSA under our kid': async (jwt) =>
    signedBy((await generateKeyPair('RS256')).privateKey, jwt, { header: { alg: 'RS256' } }),
  'one of another kid': (jwt) => resigned(jwt, { header: { kid: 'x'.repeat(22) } }),
  'one without kid': (jwt) => resigned(jwt, { header: { kid: undefined } }),
  'one that brings its own key': async (jwt) =>
    signedBy((await generateKeyPair('ES256')).privateKey, jwt, {
      header: { jku: 'https://evil.example/jwks.json', kid: undefined },
    }),
  'one of another issuer': (jwt) => resigned(jwt, { claims: { iss: 'https://evil.example' } }),
  'one of the type of a code': (jwt) => resigned(jwt, { header: { typ: 'login-code+jwt' } }),
  'one without a type': (jwt) => resigned(jwt, { header: { typ: undefined } }),
  'one without an expiry': (jwt) => resigned(jwt, { claims: { exp: undefined } }),
  'one with an edited subject': (jwt) => edited(jwt, { sub: 'somebody' }),
  'one with an edited audience': (jwt) => edited(jwt, { aud: storefront.slice(3, 25), jti: 'x' }),
  'one with an edited expiry': (jwt) => edited(jwt, { exp: 4_000_000_000 }),
  'one with an edited purpose': (jwt) => edited(jwt, { purpose: 'impersonation' }),
  'one with a part more': (jwt) => `${jwt}.x`,
};

describe('a session is not active that is', () => {
  it.each(Object.entries(FORGED))('%s', async (_, forge) => {
    const { accessToken } = await aSession({ userId: await aUser() });
    const answer = await introspect(await forge(accessToken));
    expect([answer.status, answer.body]).toEqual([200, INACTIVE]);
    expect(await isActive(accessToken)).toBe(true);
  });

  it('of another storefront', async () => {
    const { accessToken } = await aSession();
    expect((await introspectAs(await makeKey('storefront'), accessToken)).body).toEqual(INACTIVE);
    expect(await isActive(accessToken)).toBe(true);
  });

  it('of a user who has left the domains that the storefront is limited to', async () => {
    const key = await makeKey('storefront', ['acme.com']);
    const userId = await aUser({ email: 'jane@acme.com' });
    const { token } = await aToken({ userId });
    const { body } = await send('POST', '/tokens/redeem', { key, body: { token } });
    expect((await introspectAs(key, body.session.accessToken)).body.active).toBe(true);
    await aUser({ email: 'jane@elsewhere.org' }, userId);
    expect((await introspectAs(key, body.session.accessToken)).body).toEqual(INACTIVE);
  });
});
