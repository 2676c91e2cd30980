import { generateKeyPair } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Client, Unreachable } from '../../client/src/index.ts';
import { sessionVerifier } from '../../client/src/session.ts';
import { send } from '../support/api.ts';
import { useService } from '../support/fixture.ts';
import { edited, resigned, signedBy, unsigned } from '../support/forge.ts';
import { unique } from '../support/given.ts';
import { pretendService } from './pretend-service.ts';
import { connect } from './real-service.ts';

const service = useService();
const admin = connect(service.admin);
const storefront = connect(service.storefront);
const ISSUER = 'https://login.example.com';
let audience: string;
let jwks: string;

beforeAll(async () => {
  audience = (await storefront.me()).id;
  jwks = (await send('GET', '/.well-known/jwks.json')).text;
});

let verify: ReturnType<typeof sessionVerifier>;
beforeEach(async () => {
  const { url } = await pretendService({ body: jwks });
  verify = sessionVerifier({ issuer: ISSUER, audience, jwksUrl: `${url}/keys` });
});
afterEach(() => void vi.useRealTimers());

async function aSession(request: Parameters<Client['tokens']['create']>[0] = {}) {
  const { id, token } = await admin.tokens.create(request);
  return { ...(await storefront.tokens.redeem({ token })), tokenId: id };
}

async function aUser() {
  return (await admin.users.put(unique('u'), { type: 'contact', name: 'Jane Doe' })).id;
}

describe('an access token of a session proves', () => {
  test('who is logged in, by which token, until when', async () => {
    const userId = await aUser();
    const { session, tokenId } = await aSession({ userId });
    const proven = await verify(session.accessToken);
    expect(proven).toEqual({
      id: session.id,
      userId,
      tokenId,
      purpose: 'login',
      actor: null,
      startedAt: expect.any(Date),
      expiresAt: new Date(session.expiresAt),
    });
  });

  test('that nobody in particular is', async () => {
    const { session, tokenId } = await aSession();
    expect(await verify(session.accessToken)).toMatchObject({ userId: null, tokenId });
  });

  test('that somebody acts as the user', async () => {
    const { session } = await aSession({
      userId: await aUser(),
      purpose: 'impersonation',
      reason: 'Ticket 1',
    });
    const { id, name } = await admin.me();
    expect(await verify(session.accessToken)).toMatchObject({
      purpose: 'impersonation',
      actor: { id, name },
    });
  });

  test('with the audience as `POST /keys` tells it too', async () => {
    const { url } = await pretendService({ body: jwks });
    const { session } = await aSession();
    const bare = sessionVerifier({ issuer: ISSUER, audience: audience.replace('key:', ''), jwksUrl: url });
    expect(await bare(session.accessToken)).toMatchObject({ id: session.id });
  });
});

describe('nothing is proved by one', () => {
  let accessToken: string;
  beforeAll(async () => {
    accessToken = (await aSession()).session.accessToken;
  });

  const HOUR = 3600;
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, () => string | Promise<string>]>([
    ['that is none', () => 'lt_no'],
    ['that is empty', () => ''],
    ['of another storefront', () => resigned(accessToken, { claims: { aud: 'other' } })],
    ['of another service', () => resigned(accessToken, { claims: { iss: 'https://evil.example' } })],
    ['that has expired', () => resigned(accessToken, { claims: { exp: now - HOUR } })],
    ['that never expires', () => resigned(accessToken, { claims: { exp: undefined } })],
    ['that is of no session', () => resigned(accessToken, { claims: { sid: undefined } })],
    ['that is of nobody', () => resigned(accessToken, { claims: { sub: undefined } })],
    ['that is of no token', () => resigned(accessToken, { claims: { token_id: undefined } })],
    ['of another type, as a code is', () => resigned(accessToken, { header: { typ: 'login-code+jwt' } })],
    ['of no type', () => resigned(accessToken, { header: { typ: undefined } })],
    ['of a key that nobody published', () => resigned(accessToken, { header: { kid: 'k2' } })],
    ['whose claims were edited', () => edited(accessToken, { exp: now + 9 * HOUR })],
    ['that is not signed', () => unsigned(accessToken)],
    [
      'that somebody else signed',
      async () => signedBy((await generateKeyPair('ES256')).privateKey, accessToken),
    ],
    [
      'that is signed with the published key as a secret',
      () => signedBy(new TextEncoder().encode(jwks), accessToken, { header: { alg: 'HS256' } }),
    ],
  ])('%s', async (_, forge) => {
    expect(await verify(accessToken)).toBeDefined();
    expect(await verify(await forge())).toBeUndefined();
  });
});

describe('keys', () => {
  test('that cannot be read are no refusal', async () => {
    const { session } = await aSession();
    for (const answer of [{ status: 503 }, { body: '<html>' }, { body: '{}' }]) {
      const { url } = await pretendService(answer);
      const failure = await sessionVerifier({ issuer: ISSUER, audience, jwksUrl: url })(
        session.accessToken,
      ).catch((error) => error);
      expect(failure).toBeInstanceOf(Unreachable);
      expect(String(failure.cause)).not.toContain(session.accessToken);
    }
    const gone = sessionVerifier({ issuer: ISSUER, audience, jwksUrl: 'http://127.0.0.1:1/' });
    await expect(gone(session.accessToken)).rejects.toBeInstanceOf(Unreachable);
  });

  test('are those that the issuer publishes, and are read once', async () => {
    const { session } = await aSession();
    const service = await pretendService({ body: jwks });
    const own = sessionVerifier({ issuer: service.url, audience });
    const accessToken = await resigned(session.accessToken, { claims: { iss: service.url } });
    for (const _ of Array(3)) expect(await own(accessToken)).toMatchObject({ id: session.id });
    expect(service.seen.map(({ target }) => target)).toEqual(['/.well-known/jwks.json']);
  });
});
