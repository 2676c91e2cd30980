import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect, type LoginTokens } from '../../examples/storefront/login-tokens.ts';
import { listen } from '../../local/listen.ts';

const NOW = Math.floor(Date.now() / 1000);
const ISSUER = 'https://login.example';
const CLAIMS = {
  iss: ISSUER,
  aud: 'shop',
  sub: 'c-42',
  sid: 's1',
  token_id: 't',
  purpose: 'login',
  iat: NOW,
  exp: NOW + 600,
};
const { exp: _, ...FOREVER } = CLAIMS;
const HEADER = { alg: 'ES256', typ: 'JWT', kid: 'k1' };

let keys: CryptoKeyPair;
/** The answer of the pretend service to an exchange. */
let exchanged: { status: number; body: object; location?: string };
let seen: {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: string;
}[];
let tokens: LoginTokens;

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true });
});

beforeEach(async () => {
  seen = [];
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  const answer = (request: IncomingMessage) => {
    if (request.url === '/me') return { status: 200, body: { id: 'key:shop' } };
    if (request.url === '/.well-known/jwks.json') return { status: 200, body: { keys: [jwk] } };
    if (request.url === '/sessions/introspect') return { status: 200, body: { active: false } };
    return exchanged;
  };
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, authorization: headers.authorization, body: await text(request) });
    const { status, body, location }: typeof exchanged = answer(request);
    response.writeHead(status, {
      'Content-Type': 'application/json',
      ...(location !== undefined && { Location: location }),
    });
    response.end(JSON.stringify(body));
  });
  const port = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => void server.close());
  const serviceUrl = `http://127.0.0.1:${port}`;
  tokens = await connect({
    port: 0,
    shopUrl: 'https://shop.example',
    serviceUrl,
    issuer: ISSUER,
    apiKey: 'the key',
    frameAncestors: [],
  });
});

const sign = (claims: JWTPayload, header: object = {}) =>
  new SignJWT(claims).setProtectedHeader({ ...HEADER, ...header }).sign(keys.privateKey);

const answerWith = (accessToken: string, more: object = {}) => {
  const session = { id: 's1', accessToken, expiresAt: new Date((NOW + 600) * 1000).toISOString() };
  exchanged = {
    status: 200,
    body: { session, user: { id: 'c-42', name: 'Jane' }, token: { id: 't' }, ...more },
  };
};

describe('the example storefront exchanges a code', () => {
  test('with its key, and believes what is signed', async () => {
    answerWith(await sign(CLAIMS));
    expect(await tokens.exchange('c', 'a')).toMatchObject({ user: { id: 'c-42' } });
    expect(seen.find(({ url }) => url === '/sessions/exchange')).toEqual({
      method: 'POST',
      url: '/sessions/exchange',
      authorization: 'Bearer the key',
      body: '{"code":"c","attemptId":"a"}',
    });
  });

  test('and tells a refused code from a failure', async () => {
    exchanged = { status: 401, body: { code: 'code_refused' } };
    expect(await tokens.exchange('c', 'a')).toBeUndefined();
    exchanged = { status: 401, body: { code: 'unauthenticated' } };
    await expect(tokens.exchange('c', 'a')).rejects.toThrow('401');
    exchanged = { status: 503, body: {} };
    await expect(tokens.exchange('c', 'a')).rejects.toThrow('503');
  });

  test('and takes its key nowhere else', async () => {
    exchanged = { status: 307, body: {}, location: '/elsewhere' };
    await expect(tokens.exchange('c', 'a')).rejects.toThrow();
    expect(seen.map(({ url }) => url)).not.toContain('/elsewhere');
  });

  test.each<[string, () => Promise<string> | string, object?]>([
    ['of another storefront', () => sign({ ...CLAIMS, aud: 'other' })],
    ['of another service', () => sign({ ...CLAIMS, iss: 'https://evil.example' })],
    ['that has expired', () => sign({ ...CLAIMS, exp: NOW - 60 })],
    ['that never expires', () => sign(FOREVER)],
    ['of another type', () => sign(CLAIMS, { typ: 'login-code+jwt' })],
    ['of another key', () => sign(CLAIMS, { kid: 'k2' })],
    ['of another user', () => sign({ ...CLAIMS, sub: 'c-43' })],
    ['of another session', () => sign({ ...CLAIMS, sid: 's2' })],
    ['of another token', () => sign({ ...CLAIMS, token_id: 't2' })],
    [
      'that hides who acts',
      () => sign(CLAIMS),
      { impersonation: { actor: { id: 'a', name: 'A' }, reason: '' } },
    ],
    ['of an actor whom the answer hides', () => sign({ ...CLAIMS, act: { sub: 'a' } })],
    ['that is not signed', () => new UnsecuredJWT(CLAIMS).encode()],
    [
      'signed with the public key as a secret',
      async () =>
        new SignJWT(CLAIMS)
          .setProtectedHeader({ ...HEADER, alg: 'HS256' })
          .sign(new TextEncoder().encode(await exportSPKI(keys.publicKey))),
    ],
    ['whose claims were edited', async () => edited(await sign(CLAIMS))],
  ])('and believes no access token %s', async (_, make, more) => {
    answerWith(await make(), more);
    await expect(tokens.exchange('c', 'a')).rejects.toThrow();
  });

  test('and hears that a session has ended', async () => {
    answerWith(await sign(CLAIMS));
    const signIn = await tokens.exchange('c', 'a');
    expect(signIn && (await tokens.isActive(signIn))).toBe(false);
    expect(seen.at(-1)?.body).toMatch(/^token=ey[\w.%-]+$/);
  });

  test('and signs out here when the service cannot be told', async () => {
    answerWith(await sign(CLAIMS));
    const signIn = await tokens.exchange('c', 'a');
    exchanged = { status: 503, body: {} };
    const told = vi.spyOn(console, 'error').mockReturnValue();
    if (signIn) await tokens.end(signIn);
    expect(told).toHaveBeenCalledWith('storefront: the service did not end session s1');
  });
});

function edited(jwt: string): string {
  const [header, payload = '', signature] = jwt.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const longer = JSON.stringify({ ...claims, exp: NOW + 9_999 });
  return [header, Buffer.from(longer).toString('base64url'), signature].join('.');
}
