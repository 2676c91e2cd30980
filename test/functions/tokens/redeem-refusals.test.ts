import { describe, expect, it } from 'vitest';
import { type Answer, send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, redeem } from '../../support/given.ts';
import { REFUSED_STRINGS } from '../../support/refused-strings.ts';

const { admin, log } = useService({ frozen: true });

const get = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
describe('a refusal', () => {
  const answers: Answer[] = [];

  it.each(Object.entries(REFUSED_STRINGS))('of %s says nothing, logs why, and counts', async (_, prepare) => {
    const { token, id, reason, counts = true } = await prepare();
    const before = id === undefined ? undefined : await get(id);
    const answer = await redeem(token);
    expectProblem(answer, 'token_refused');
    expect(answer.headers['WWW-Authenticate']).toBe('Bearer realm="login-tokens"');
    expect(log.last()).toMatchObject({ status: 401, outcome: 'refused', reason, attempts: 1 });
    if (token.length > 30) expect(JSON.stringify(log.lines())).not.toContain(token.slice(25, 58));
    if (before && id !== undefined) {
      expect(await get(id)).toEqual({ ...before, failedAttempts: before.failedAttempts + (counts ? 1 : 0) });
    }
    answers.push(answer);
  });

  it('is the same answer for every reason, apart from the request id', () => {
    expect(answers).toHaveLength(Object.keys(REFUSED_STRINGS).length);
    const shapes = answers.map(({ status, body, headers }) =>
      JSON.stringify({
        status,
        body: { ...body, requestId: '' },
        headers: { ...headers, 'X-Request-Id': '' },
      }),
    );
    expect(new Set(shapes).size).toBe(1);
  });

  it('of a token whose user is disabled does not use it up', async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await aUser({ disabled: true }, userId);
    expectProblem(await redeem(token), 'token_refused');
    await aUser({ disabled: false }, userId);
    pass(SECOND);
    expect(await get(id)).toMatchObject({ status: 'active', successfulAttempts: 0, failedAttempts: 1 });
    expect((await redeem(token)).status).toBe(200);
  });
});
