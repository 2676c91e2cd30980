import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, HOUR, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, redeem } from '../../support/given.ts';

const { admin } = useService({ frozen: true });

const UNKNOWN = '0'.repeat(22);
const get = (id: string) => send('GET', `/tokens/${id}`, { key: admin });
const patch = (id: string, body: unknown, ifMatch?: string) =>
  send('PATCH', `/tokens/${id}`, {
    key: admin,
    body,
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  });

describe('oneTimeUse in a change', () => {
  it.each([
    [5, false, 5],
    [null, false, null],
    [1, false, null],
    [5, true, 1],
  ])('of a token with %j uses, said to be %j, leaves it %j', async (before, oneTimeUse, after) => {
    const { id } = await aToken({ maxUses: before });
    expect((await patch(id, { oneTimeUse })).body).toMatchObject({ maxUses: after, oneTimeUse: after === 1 });
  });
});

describe('getting a token', () => {
  it('never shows its string', async () => {
    const { id, token } = await aToken();
    const answer = await get(id);
    expect(answer.status).toBe(200);
    expect(answer.headers.ETag).toBe('"1"');
    expectConventionalHeaders(answer);
    expect(answer.text).not.toContain(token.slice(25, 58));
    expect(Object.keys(answer.body)).not.toContain('loginUrl');
  });

  it.each([UNKNOWN, 'short', 'x'.repeat(500), '__proto__', 'a%20b'])(
    'there is none called %s',
    async (id) => {
      expectProblem(await get(id), 'token_not_found');
    },
  );

  it('has the status that follows from what is stored: disabled before expired before used', async () => {
    const { id, token } = await aToken({ expiresIn: 60 });
    const status = async () => (await get(id)).body.status;
    expect(await status()).toBe('active');
    await redeem(token);
    expect(await status()).toBe('used');
    pass(MINUTE - SECOND);
    expect(await status()).toBe('used');
    pass(SECOND);
    expect(await status()).toBe('expired');
    await patch(id, { status: 'disabled' });
    expect(await status()).toBe('disabled');
  });

  it('says whose it was when that user was deleted', async () => {
    const userId = await aUser();
    const { id } = await aToken({ userId });
    await send('DELETE', `/users/${userId}`, { key: admin });
    expect((await get(id)).body.user).toMatchObject({ id: userId, name: null, deleted: true });
    await aUser({ name: 'Somebody else' }, userId);
    expect((await get(id)).body.user).toMatchObject({ id: userId, name: null, deleted: true });
  });
});

describe('changing a token', () => {
  it('changes what is said, and leaves the rest as it is', async () => {
    const userId = await aUser();
    const before = await aToken({ userId, extra: 'a', reason: 'b', maxUses: 3, expiresIn: 3_600 });
    pass(MINUTE);
    const answer = await patch(before.id, { extra: 'c' });
    expect(answer.status, answer.text).toBe(200);
    const { token: _, loginUrl: __, callbackUrl: ___, ...shown } = before;
    expect(answer.body).toEqual({ ...shown, extra: 'c', updatedAt: inFuture(0), version: 2 });
    expect(answer.headers.ETag).toBe('"2"');
    expect((await get(before.id)).body).toEqual(answer.body);
  });

  it.each([
    [{ expiresAt: '2040-01-01T01:00:00+01:00' }, { expiresAt: '2040-01-01T00:00:00.000Z' }],
    [{ expiresAt: null }, { expiresAt: null }],
    [{ extra: null }, { extra: null }],
    [{ maxUses: 5 }, { maxUses: 5, oneTimeUse: false }],
    [{ maxUses: null }, { maxUses: null, oneTimeUse: false }],
    [{ oneTimeUse: true }, { maxUses: 1, oneTimeUse: true }],
    [{ oneTimeUse: false }, { maxUses: null, oneTimeUse: false }],
    [
      { oneTimeUse: true, maxUses: 1 },
      { maxUses: 1, oneTimeUse: true },
    ],
    [{ status: 'disabled' }, { status: 'disabled' }],
    [{}, { version: 2 }],
  ])('%j leads to %j', async (body, changed) => {
    const { id } = await aToken({ extra: 'a' });
    const answer = await patch(id, body);
    expect(answer.status, answer.text).toBe(200);
    expect((await get(id)).body).toMatchObject(changed);
  });

  it.each([
    [{ expiresAt: '2031-03-01T11:00:00Z' }, '/expiresAt'],
    [{ oneTimeUse: true, maxUses: 2 }, '/maxUses'],
    [{ oneTimeUse: false, maxUses: 1 }, '/maxUses'],
    [{ status: 'used' }, '/status'],
    [{ status: null }, '/status'],
    [{ userId: 'c-42' }, '/userId'],
    [{ userId: null }, '/userId'],
    [{ expiresIn: 60 }, '/expiresIn'],
    [{ purpose: 'login' }, '/purpose'],
    [{ version: 1 }, '/version'],
    [{ id: UNKNOWN }, '/id'],
  ])('%j is refused, and nothing changes', async (body, pointer) => {
    const { id } = await aToken();
    expectProblem(await patch(id, { extra: 'b', ...body }), 'invalid_request', [pointer]);
    expect((await get(id)).body).toMatchObject({ version: 1, extra: null });
  });

  it('says how to give a token to another user', async () => {
    const { id } = await aToken();
    expect((await patch(id, { userId: 'c-42' })).body.errors[0].detail).toContain('rotate');
  });

  it('disables and enables: a disabled token is refused, an enabled one is as it was', async () => {
    const { id, token } = await aToken({ maxUses: 2 });
    await patch(id, { status: 'disabled' });
    expectProblem(await redeem(token), 'token_refused');
    const enabled = await patch(id, { status: 'active' });
    expect(enabled.body.status).toBe('active');
    pass(SECOND);
    expect((await redeem(token)).status).toBe(200);
  });

  it('revives an expired token, and a used one', async () => {
    const { id, token } = await aToken({ expiresIn: 60 });
    pass(HOUR);
    expectProblem(await redeem(token), 'token_refused');
    expect((await patch(id, { expiresAt: inFuture(DAY) })).body.status).toBe('active');
    expect((await redeem(token)).status).toBe(200);
    expectProblem(await redeem(token), 'token_refused');
    expect((await patch(id, { maxUses: 2 })).body.status).toBe('active');
    expect((await redeem(token)).status).toBe(200);
    expectProblem(await redeem(token), 'token_refused');
  });

  it('ends a token at once when its uses are cut to what it had', async () => {
    const { id, token } = await aToken({ maxUses: 3 });
    await redeem(token);
    expect((await patch(id, { oneTimeUse: true })).body.status).toBe('used');
    expectProblem(await redeem(token), 'token_refused');
  });

  it('is no use of it, and a use is no change of it', async () => {
    const { id, token, updatedAt } = await aToken({ maxUses: 5 });
    pass(MINUTE);
    await redeem(token);
    expect((await get(id)).body).toMatchObject({ version: 1, updatedAt, successfulAttempts: 1 });
    await patch(id, { extra: 'b' });
    expect((await get(id)).body).toMatchObject({ version: 2, successfulAttempts: 1, failedAttempts: 0 });
  });

  it('takes a token', async () => {
    expectProblem(await patch(UNKNOWN, {}), 'token_not_found');
    expectProblem(await patch('short', {}), 'token_not_found');
  });

  it('of four changes at once none is lost', async () => {
    const { id } = await aToken();
    const answers = await Promise.all([1, 2, 3, 4].map((extra) => patch(id, { extra: String(extra) })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await get(id)).body.version).toBe(5);
  });
});

describe('If-Match', () => {
  it.each(['"1"', '"7", "1"', '*', ' "1" ', '"1","2"'])(
    '%s lets a change of version 1 pass',
    async (ifMatch) => {
      const { id } = await aToken();
      expect((await patch(id, { extra: 'b' }, ifMatch)).status).toBe(200);
    },
  );

  it.each(['"2"', '"0"', 'W/"1"', '""', '"01"', '"2", "3"'])('%s does not', async (ifMatch) => {
    const { id } = await aToken();
    expectProblem(await patch(id, { extra: 'b' }, ifMatch), 'version_mismatch');
    expect((await get(id)).body.version).toBe(1);
  });

  it.each(['1', '"1', '', 'W/', '"1" "2"', "'1'", '*, "1"'])('%s is none', async (ifMatch) => {
    const { id } = await aToken();
    expectProblem(await patch(id, { extra: 'b' }, ifMatch), 'invalid_request');
  });

  it('of ten changes of the same version at once, one is made', async () => {
    const { id } = await aToken();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => patch(id, { extra: String(n) }, '"1"')),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 'version_mismatch');
  });

  it('guards rotating and deleting too', async () => {
    const { id, token } = await aToken({ maxUses: null });
    const headers = { 'if-match': '"2"' };
    expectProblem(await send('POST', `/tokens/${id}/rotate`, { key: admin, headers }), 'version_mismatch');
    expectProblem(await send('DELETE', `/tokens/${id}`, { key: admin, headers }), 'version_mismatch');
    expect((await redeem(token)).status).toBe(200);
    const right = { 'if-match': '"1"' };
    expect((await send('DELETE', `/tokens/${id}`, { key: admin, headers: right })).status).toBe(204);
  });
});
