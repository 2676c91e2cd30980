import { beforeAll, describe, expect, it } from 'vitest';
import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { type Answer, send } from '../support/api.ts';
import { captureLog } from '../support/captured-log.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { freezeClock, HOUR, pass, SECOND } from '../support/frozen-clock.ts';
import { anAdmin, aToken, aUser, redeem } from '../support/given.ts';
import { makeTables } from '../support/tables.ts';

const log = captureLog();
freezeClock();
let admin: string;

beforeAll(async () => {
  await makeTables();
  admin = await anAdmin();
});

const get = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const patch = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });
const tampered = (token: string, at: number) =>
  token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1);

/** Strings that must be refused, by the private reason: each with the token that it counts against. */
const REFUSED: Record<
  string,
  () => Promise<{ token: string; id?: string; reason: string; counts?: boolean }>
> = {
  'an empty string': async () => ({ token: '', reason: 'malformed' }),
  'the id in place of the string': async () => {
    const { id } = await aToken();
    return { token: id, id, reason: 'malformed', counts: false };
  },
  'a string with a typo': async () => {
    const { id, token } = await aToken();
    return { token: tampered(token, 40), id, reason: 'malformed', counts: false };
  },
  'an API key': async () => ({ token: admin, reason: 'malformed' }),
  'a whole document': async () => ({ token: 'x'.repeat(30_000), reason: 'malformed' }),
  'lone surrogates and control characters': async () => ({ token: '\ud800\u0000\n', reason: 'malformed' }),
  'a token that never was': async () => {
    return {
      token: formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal(),
      reason: 'unknown',
    };
  },
  'another secret': async () => {
    const { id } = await aToken();
    return {
      token: formatCredential('lt_', { id, secret: newSecret() }).reveal(),
      id,
      reason: 'wrong_secret',
    };
  },
  'the string from before a rotation': async () => {
    const { id, token } = await aToken();
    await send('POST', `/tokens/${id}/rotate`, { key: admin });
    return { token, id, reason: 'wrong_secret' };
  },
  'an expired token': async () => {
    const { id, token } = await aToken({ expiresIn: 1 });
    pass(HOUR);
    return { token, id, reason: 'expired' };
  },
  'a used token': async () => {
    const { id, token } = await aToken();
    await redeem(token);
    return { token, id, reason: 'used' };
  },
  'a disabled token': async () => {
    const { id, token } = await aToken();
    await patch(id, { status: 'disabled' });
    return { token, id, reason: 'disabled' };
  },
  'a disabled token that is used and expired too': async () => {
    const { id, token } = await aToken({ expiresIn: 60 });
    await redeem(token);
    pass(HOUR);
    await patch(id, { status: 'disabled' });
    return { token, id, reason: 'disabled' };
  },
  'an expired token that is used too': async () => {
    const { id, token } = await aToken({ expiresIn: 60 });
    await redeem(token);
    pass(HOUR);
    return { token, id, reason: 'expired' };
  },
  'a deleted token': async () => {
    const { id, token } = await aToken();
    await send('DELETE', `/tokens/${id}`, { key: admin });
    return { token, reason: 'unknown' };
  },
  'a disabled user': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await aUser({ disabled: true }, userId);
    return { token, id, reason: 'user_blocked' };
  },
  'a deleted user': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await send('DELETE', `/users/${userId}`, { key: admin });
    return { token, id, reason: 'user_blocked' };
  },
  'a user of the same id as the deleted one': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await send('DELETE', `/users/${userId}`, { key: admin });
    await aUser({}, userId);
    return { token, id, reason: 'user_blocked' };
  },
};

describe('a refusal', () => {
  const answers: Answer[] = [];

  it.each(Object.entries(REFUSED))('of %s says nothing, logs why, and counts', async (_, prepare) => {
    const { token, id, reason, counts = true } = await prepare();
    const before = id === undefined ? undefined : await get(id);
    const answer = await redeem(token);
    expectProblem(answer, 'token_refused');
    expect(answer.headers['WWW-Authenticate']).toBeUndefined();
    expect(log.last()).toMatchObject({ status: 401, outcome: 'refused', reason, attempts: 1 });
    if (token.length > 30) expect(JSON.stringify(log.lines())).not.toContain(token.slice(25, 58));
    if (before && id !== undefined) {
      expect(await get(id)).toEqual({ ...before, failedAttempts: before.failedAttempts + (counts ? 1 : 0) });
    }
    answers.push(answer);
  });

  it('is the same answer for every reason, apart from the request id', () => {
    expect(answers).toHaveLength(Object.keys(REFUSED).length);
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
