import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, redeem } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

const { admin, log } = useService({ frozen: true });

const get = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;

describe('a redemption', () => {
  it('tells whom it logs in, with the token but without its string', async () => {
    const userId = await aUser({ name: 'Jane Doe', phone: '+31201234567', locale: 'nl' });
    const {
      id,
      token,
      loginUrl: _,
      callbackUrl: __,
      ...made
    } = await aToken({ userId, extra: 'OCI - Acme' });
    const answer = await redeem(token);
    expect(answer.status, answer.text).toBe(200);
    expectConventionalHeaders(answer);
    expect(answer.body.user).toEqual((await send('GET', `/users/${userId}`, { key: admin })).body);
    expect(answer.body.token).toEqual({
      ...made,
      id,
      status: 'used',
      uses: 1,
      successfulAttempts: 1,
      lastAccessedAt: inFuture(0),
    });
    expect(answer.text).not.toContain(token.slice(25, 58));
    expect(await get(id)).toEqual(answer.body.token);
  });

  it('of an anonymous token logs nobody in particular in', async () => {
    const { token } = await aToken();
    expect((await redeem(token)).body.user).toBeNull();
  });

  it('counts, and says when it was last', async () => {
    const { id, token, updatedAt } = await aToken({ maxUses: 3 });
    for (let count = 1; count <= 3; count++) {
      pass(MINUTE);
      const { body } = await redeem(token);
      expect(body.token).toMatchObject({ successfulAttempts: count, lastAccessedAt: inFuture(0), updatedAt });
      expect(body.token.status).toBe(count === 3 ? 'used' : 'active');
    }
    const last = inFuture(0);
    pass(MINUTE);
    expectProblem(await redeem(token), 'token_refused');
    expect(await get(id)).toMatchObject({ successfulAttempts: 3, failedAttempts: 1, lastAccessedAt: last });
  });

  it('is possible until the second before the expiry, and not from it on', async () => {
    const { token } = await aToken({ expiresIn: 60, maxUses: null });
    pass(MINUTE - SECOND);
    expect((await redeem(token)).status).toBe(200);
    pass(SECOND);
    expectProblem(await redeem(token), 'token_refused');
  });

  it('is possible for years when the token never expires', async () => {
    const { token } = await aToken({ expiresAt: null });
    pass(3_650 * DAY);
    expect((await redeem(token)).status).toBe(200);
  });

  it('logs its outcome, the token and the caller, and nothing that opens anything', async () => {
    const { id, token } = await aToken();
    await redeem(token, { ip: '2001:db8::1', userAgent: 'Firefox' });
    const line = log.last();
    expect(line).toMatchObject({
      route: 'POST /tokens/redeem',
      status: 200,
      outcome: 'redeemed',
      reason: 'none',
      tokenId: id,
      principal: expect.stringMatching(/^key:/),
      attempts: 1,
      duration: 0,
    });
    expect(JSON.stringify(line)).not.toContain(token.slice(25, 58));
  });
});

describe('what the storefront tells', () => {
  it.each(['192.0.2.7', '255.255.255.255', '::1', '2001:db8::8a2e:370:7334', '::ffff:192.0.2.7'])(
    '%s is an address',
    async (ip) => {
      expect((await redeem('nonsense', { ip })).status).toBe(401);
    },
  );

  it.each([
    '',
    '192.0.2',
    '256.0.0.1',
    '192.0.2.7:80',
    '[::1]',
    '1.2.3.4, 5.6.7.8',
    'localhost',
    '::g',
    5,
    null,
  ])('%j is none, and the token stays usable', async (ip) => {
    const { token } = await aToken();
    expectProblem(await redeem(token, { ip }), 'invalid_request', ['/ip']);
    expect((await redeem(token)).status).toBe(200);
  });

  it.each(['', 'x'.repeat(20_000), 'Mozilla/5.0 \u0000\n', '\ud800', '😀'.repeat(100)])(
    'any text is a user agent: a shopper is not refused for their browser',
    async (userAgent) => {
      const { token } = await aToken();
      expect((await redeem(token, { userAgent })).status).toBe(200);
    },
  );

  it.each([
    [{}, '/token'],
    [{ token: null }, '/token'],
    [{ token: 5 }, '/token'],
    [{ token: ['lt_'] }, '/token'],
    [{ token: 'x', attemptId: '' }, '/attemptId'],
    [{ token: 'x', attemptId: 'x'.repeat(65) }, '/attemptId'],
    [{ token: 'x', attemptId: 'a\u0000' }, '/attemptId'],
    [{ token: 'x', userAgent: 5 }, '/userAgent'],
    [{ token: 'x', userId: 'c-42' }, '/userId'],
  ])('%j is no request', async (body, pointer) => {
    const answer = await send('POST', '/tokens/redeem', { key: await makeKey('storefront'), body });
    expectProblem(answer, 'invalid_request', [pointer]);
  });
});
