import { describe, expect, it } from 'vitest';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aCode, aToken, aUser, CALLBACK, exchange, pressContinue, redeem } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

const { admin, storefront, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const get = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const patch = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });

describe('the same attempt', () => {
  const attempt = { attemptId: 'attempt-1' };

  it('within two minutes is the same success, counted once', async () => {
    const { id, token } = await aToken();
    const first = await redeem(token, attempt);
    pass(2 * MINUTE);
    const second = await redeem(token, attempt);
    expect(second.status).toBe(200);
    expect(second.body.token).toEqual(first.body.token);
    expect(await get(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
  });

  const signOut = async (accessToken: string) => {
    const answer = await send('POST', '/sessions/revoke', { key: storefront, form: { token: accessToken } });
    expect(answer.status, answer.text).toBe(200);
  };

  it('is no success any more when its session was ended: who signed out stays out', async () => {
    const { token } = await aToken({ userId: await aUser(), maxUses: 5 });
    await signOut((await redeem(token, attempt)).body.session.accessToken);
    expectProblem(await redeem(token, attempt), 'token_refused');
    expect(log.last()).toMatchObject({ outcome: 'refused', reason: 'used' });
    expect((await redeem(token, { attemptId: 'b' })).status).toBe(200);
  });

  it('at the button of the page leads nobody back who signed out', async () => {
    const { token } = await aToken({ userId: await aUser() });
    const page = { attempt: 'one-page' };
    await signOut((await exchange(await aCode(token, page))).body.session.accessToken);
    expect((await pressContinue(token, page)).status).toBe(401);
  });

  it('after two minutes is another one', async () => {
    const { token } = await aToken();
    await redeem(token, attempt);
    pass(2 * MINUTE + SECOND);
    expectProblem(await redeem(token, attempt), 'token_refused');
  });

  it('of another caller is another one', async () => {
    const { token } = await aToken();
    await redeem(token, attempt);
    const key = await makeKey('storefront');
    expectProblem(
      await send('POST', '/tokens/redeem', { key, body: { token, ...attempt } }),
      'token_refused',
    );
  });

  it('as an earlier success than the latest is another one', async () => {
    const { token } = await aToken({ maxUses: 2 });
    await redeem(token, attempt);
    await redeem(token, { attemptId: 'attempt-2' });
    expectProblem(await redeem(token, attempt), 'token_refused');
    expect((await redeem(token, { attemptId: 'attempt-2' })).status).toBe(200);
  });

  it('with another secret opens nothing', async () => {
    const { token } = await aToken();
    await redeem(token, attempt);
    const forged = formatCredential('lt_', { id: token.slice(3, 25), secret: newSecret() }).reveal();
    expectProblem(await redeem(forged, attempt), 'token_refused');
  });

  it.each([
    ['the token was disabled', (id: string) => patch(id, { status: 'disabled' })],
    ['the token was rotated', (id: string) => send('POST', `/tokens/${id}/rotate`, { key: admin })],
    ['the token was deleted', (id: string) => send('DELETE', `/tokens/${id}`, { key: admin })],
    ['the user was disabled', (_: string, userId: string) => aUser({ disabled: true }, userId)],
    [
      'the user was deleted',
      (_: string, userId: string) => send('DELETE', `/users/${userId}`, { key: admin }),
    ],
  ])('is refused once %s', async (_, close) => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    expect((await redeem(token, attempt)).status).toBe(200);
    await close(id, userId);
    expectProblem(await redeem(token, attempt), 'token_refused');
  });

  it('is another one with the new string of a rotated token: it counts again', async () => {
    const { id, token } = await aToken();
    await redeem(token, attempt);
    const { body } = await send('POST', `/tokens/${id}/rotate`, { key: admin });
    expect((await redeem(body.token, attempt)).status).toBe(200);
    expect(await get(id)).toMatchObject({ successfulAttempts: 2, status: 'used' });
  });

  it('ten times at once is one success, and all get in', async () => {
    const { id, token } = await aToken();
    const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(token, attempt)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await get(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
  });
});
