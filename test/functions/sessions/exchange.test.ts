import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { type Answer, send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { failRequests, heal, loseAnswers } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { HOUR, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aCode, aToken, aUser, CALLBACK, exchange, introspect } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

const { admin, storefront, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

afterEach(() => heal(db));

const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const exchangeAs = (key: string, code: string, members: object = {}) =>
  send('POST', '/sessions/exchange', { key, body: { code, ...members } });
const freshCode = async (members: Record<string, unknown> = {}) => aCode((await aToken(members)).token);
const accessTokenOf = ({ body }: Answer): string => body.session.accessToken;

async function expectRefused(answer: Answer | Promise<Answer>, reason: string): Promise<void> {
  expectProblem(await answer, 'code_refused');
  expect(log.last()).toMatchObject({ status: 401, exchange: 'refused', reason });
}

describe('exchanging a code', () => {
  it('yields the session, and whom it logs in, by which token', async () => {
    const userId = await aUser({ name: 'Jane Doe' });
    const { id, token } = await aToken({ userId, extra: 'OCI - Acme' });
    const answer = await exchange(await aCode(token));
    expect(answer.status, answer.text).toBe(200);
    expectConventionalHeaders(answer);
    const user = (await send('GET', `/users/${userId}`, { key: admin })).body;
    expect(answer.body).toEqual({
      session: {
        id: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]{86}$/),
        tokenType: 'Bearer',
        expiresAt: inFuture(12 * HOUR),
      },
      user,
      token: await tokenOf(id),
    });
    expect(answer.text).not.toContain(token.slice(25, 58));
  });

  it('yields an access token that storefronts verify by the published keys alone', async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    const { body } = await exchange(await aCode(token));
    const jwks = await send('GET', '/.well-known/jwks.json');
    expect(jwks.headers['Cache-Control']).toMatch(/^public, max-age=\d+$/);
    expect(jwks.text).not.toMatch(/"d"/);
    const verified = await jwtVerify(body.session.accessToken, createLocalJWKSet(jwks.body), {
      issuer: 'https://login.example.com',
      audience: storefront.slice(3, 25),
      algorithms: ['ES256'],
      typ: 'JWT',
    });
    const now = Date.now() / 1_000;
    expect(verified.payload).toEqual({
      iss: 'https://login.example.com',
      sub: userId,
      aud: storefront.slice(3, 25),
      iat: now,
      exp: now + 43_200,
      sid: body.session.id,
      auth_time: now,
      amr: ['login_token'],
      purpose: 'login',
      token_id: id,
      incarnation: expect.stringMatching(/^\w{8}$/),
    });
  });

  it('of an anonymous token logs in nobody in particular, named by the token', async () => {
    const { id, token } = await aToken();
    const { body } = await exchange(await aCode(token));
    expect(body.user).toBeNull();
    expect(decodeJwt(body.session.accessToken)).toMatchObject({ sub: `anonymous:${id}`, token_id: id });
    expect(decodeJwt(body.session.accessToken)).not.toHaveProperty('incarnation');
  });

  it('yields a session that begins with the press, not with the exchange', async () => {
    const start = Date.now();
    const code = await freshCode();
    pass(30 * SECOND);
    const { session } = (await exchange(code)).body;
    expect(session.expiresAt).toBe(new Date(start + 12 * HOUR).toISOString());
    expect(decodeJwt(session.accessToken)).toMatchObject({
      iat: start / 1_000,
      auth_time: start / 1_000,
      exp: start / 1_000 + 43_200,
    });
  });

  it('leaves code, access token and token out of the log', async () => {
    const { token } = await aToken();
    const code = await aCode(token);
    const { body } = await exchange(code);
    expect(log.last()).toMatchObject({ status: 200, exchange: 'exchanged', sessionId: body.session.id });
    const text = JSON.stringify(log.lines());
    for (const secret of [code, body.session.accessToken, token])
      for (const part of secret.split('.')) expect(text).not.toContain(part);
  });

  it.each([
    [{}, ['/code']],
    [{ code: 7 }, ['/code']],
    [{ code: 'x', attemptId: '' }, ['/attemptId']],
    [{ code: 'x', attemptId: 'x'.repeat(65) }, ['/attemptId']],
    [{ code: 'x', token: 'y' }, ['/token']],
  ])('takes no body %j', async (body, pointers) => {
    const answer = await send('POST', '/sessions/exchange', { key: storefront, body });
    expectProblem(answer, 'invalid_request', pointers);
  });

  it('takes no form', async () => {
    const answer = await send('POST', '/sessions/exchange', {
      key: storefront,
      form: { code: 'x' },
    });
    expectProblem(answer, 'unsupported_media_type');
  });
});

describe('who may exchange', () => {
  it.each(['admin', 'editor', 'viewer'] as const)(
    'the role %s may not, and the code stays good',
    async (role) => {
      const code = await freshCode();
      expectProblem(await exchangeAs(await makeKey(role), code), 'forbidden');
      expect((await exchange(code)).status).toBe(200);
    },
  );

  it('nobody without a key may, and the code stays good', async () => {
    const code = await freshCode();
    expectProblem(await send('POST', '/sessions/exchange', { body: { code } }), 'unauthenticated');
    expect((await exchange(code)).status).toBe(200);
  });

  it('a storefront limited to domains may for its users', async () => {
    const limited = await makeKey('storefront', ['acme.com']);
    const userId = await aUser({ email: 'jane@acme.com' });
    expect((await exchangeAs(limited, await freshCode({ userId }))).status).toBe(200);
  });

  it('a storefront limited to domains may not for others, and the code stays good', async () => {
    const limited = await makeKey('storefront', ['acme.com']);
    const userId = await aUser({ email: 'jane@elsewhere.org' });
    for (const members of [{ userId }, {}]) {
      const code = await freshCode(members);
      await expectRefused(exchangeAs(limited, code), 'user_blocked');
      expect((await exchange(code)).status).toBe(200);
    }
  });

  it('the storefront that does gets a session of its own: the audience is its key', async () => {
    const key = await makeKey('storefront');
    const answer = await exchangeAs(key, await freshCode());
    expect(decodeJwt(accessTokenOf(answer)).aud).toBe(key.slice(3, 25));
    expect((await introspect(accessTokenOf(answer))).body).toEqual({ active: false });
  });
});

describe('a code', () => {
  it('is good for 60 seconds, and not at the 60th', async () => {
    const [first, second] = [await freshCode(), await freshCode()];
    pass(59 * SECOND);
    expect((await exchange(first)).status).toBe(200);
    pass(SECOND);
    await expectRefused(exchange(second), 'invalid');
    pass(SECOND);
    await expectRefused(exchange(second), 'invalid');
  });

  it('that was exchanged is refused after 60 seconds, the same attempt too', async () => {
    const code = await freshCode();
    expect((await exchange(code, { attemptId: 'a' })).status).toBe(200);
    pass(MINUTE);
    await expectRefused(exchange(code, { attemptId: 'a' }), 'invalid');
  });

  it('of a token that expired since is good: the token was used in time', async () => {
    const code = await freshCode({ expiresIn: 10 });
    pass(30 * SECOND);
    expect((await exchange(code)).status).toBe(200);
  });
});

describe('when the database', () => {
  it('loses the answer of the one write, the exchange succeeds', async () => {
    const code = await freshCode();
    const losses = loseAnswers(db, 'PutItem');
    const answer = await exchange(code);
    expect(losses.lost).toBe(1);
    expect(answer.status).toBe(200);
    expect((await introspect(accessTokenOf(answer))).body.active).toBe(true);
  });

  it.each(['BatchGetItem', 'GetItem', 'PutItem'] as const)(
    'fails at %s, the exchange is 503, and the code is good afterwards',
    async (command) => {
      const code = await freshCode({ userId: await aUser() });
      await exchange('x');
      failRequests(db, command);
      const answer = await exchange(code, { attemptId: 'a' });
      expectProblem(answer, 'unavailable');
      expect(answer.headers['Retry-After']).toBe('1');
      heal(db);
      expect((await exchange(code, { attemptId: 'another' })).status).toBe(200);
    },
  );
});
