import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { pass, SECOND } from '../../support/frozen-clock.ts';
import { aCode, aToken, aUser, CALLBACK, exchange, redeem, setSettings } from '../../support/given.ts';

/** Sessions may be shorter than the life of a code, and than the time in which an attempt can be repeated. */

const LIFETIME = 30;
const settings = { callbackUrl: CALLBACK, sessionLifetime: LIFETIME };
const { admin, log } = useService({ frozen: true, settings });

const OVER: ['session' | 'impersonation', object, () => Promise<string>][] = [
  ['session', settings, async () => (await aToken({ userId: await aUser() })).token],
  [
    'impersonation',
    { callbackUrl: CALLBACK, impersonationLifetime: LIFETIME },
    async () => {
      const body = { userId: await aUser(), purpose: 'impersonation', reason: 'A call' };
      return (await send('POST', '/tokens', { key: admin, body })).body.token;
    },
  ],
];

describe.each(OVER)('a %s that is over', (_, inForce, makeToken) => {
  it('is yielded by no exchange, from its last second on', async () => {
    await setSettings(inForce as Record<string, unknown>);
    pass(60 * SECOND);
    const [early, late] = [await aCode(await makeToken()), await aCode(await makeToken())];
    pass((LIFETIME - 1) * SECOND);
    const answer = await exchange(early, { attemptId: 'a' });
    expect(answer.status, answer.text).toBe(200);
    expect(Date.parse(answer.body.session.expiresAt)).toBeGreaterThan(Date.now());
    pass(SECOND);
    expectProblem(await exchange(late), 'code_refused');
    expect(log.last()).toMatchObject({ status: 401, exchange: 'refused', reason: 'session_over' });
    expectProblem(await exchange(early, { attemptId: 'a' }), 'code_refused');
  });

  it('is yielded by no repeated redemption', async () => {
    const token = await makeToken();
    const first = await redeem(token, { attemptId: 'a' });
    expect(first.status, first.text).toBe(200);
    pass((LIFETIME - 1) * SECOND);
    expect((await redeem(token, { attemptId: 'a' })).body.session.id).toBe(first.body.session.id);
    pass(SECOND);
    expectProblem(await redeem(token, { attemptId: 'a' }), 'token_refused');
    expect(log.last()).toMatchObject({ status: 401, outcome: 'refused', reason: 'used' });
  });
});
