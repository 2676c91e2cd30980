import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { HOUR, MINUTE, pass } from '../../support/frozen-clock.ts';
import { aToken, aUser, idsOf, redeem } from '../../support/given.ts';

const { admin } = useService({ frozen: true });

const UNKNOWN = '0'.repeat(22);
const get = (id: string) => send('GET', `/tokens/${id}`, { key: admin });
const rotate = (id: string, body?: unknown) => send('POST', `/tokens/${id}/rotate`, { key: admin, body });
const reveal = (id: string) => send('POST', `/tokens/${id}/reveal`, { key: admin });
const remove = (id: string) => send('DELETE', `/tokens/${id}`, { key: admin });
const removeMany = (ids: unknown) => send('POST', '/tokens/delete', { key: admin, body: { ids } });

describe('rotating', () => {
  it('gives a new string of the same id; the old one is refused at once, the new one works', async () => {
    const old = await aToken();
    const answer = await rotate(old.id);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({ id: old.id, version: 2, status: 'active' });
    expect(answer.headers.ETag).toBe('"2"');
    expect(answer.body.token).not.toBe(old.token);
    expect(answer.body.loginUrl).toBe(`https://login.example.com/login?token=${answer.body.token}`);
    expectProblem(await redeem(old.token), 'token_refused');
    expect((await redeem(answer.body.token)).status).toBe(200);
  });

  it('keeps user, expiry, extra and counters', async () => {
    const userId = await aUser();
    const { id, token, loginUrl, updatedAt, ...kept } = await aToken({ userId, extra: 'a', maxUses: 5 });
    await redeem(token);
    pass(MINUTE);
    const { body } = await rotate(id);
    expect(body).toMatchObject({ ...kept, version: 2, successfulAttempts: 1, lastAccessedAt: updatedAt });
  });

  it('makes a used one-time token usable again, once, with its new string', async () => {
    const { id, token } = await aToken();
    await redeem(token);
    expect((await get(id)).body.status).toBe('used');
    const { body } = await rotate(id);
    expect(body).toMatchObject({ status: 'active', successfulAttempts: 1 });
    expect((await redeem(body.token)).status).toBe(200);
    expectProblem(await redeem(body.token), 'token_refused');
    expectProblem(await redeem(token), 'token_refused');
    expect((await get(id)).body).toMatchObject({ status: 'used', successfulAttempts: 2, failedAttempts: 2 });
  });

  it('gives the token to another user, and the lists know it', async () => {
    const [from, to] = [await aUser(), await aUser({ name: 'John Roe' })];
    const { id } = await aToken({ userId: from });
    const { body } = await rotate(id, { userId: to });
    expect(body.user).toMatchObject({ id: to, name: 'John Roe' });
    expect((await redeem(body.token)).body.user.id).toBe(to);
    const listOf = async (userId: string) =>
      idsOf(await send('GET', `/tokens?userId=${userId}`, { key: admin }));
    expect(await listOf(from)).toEqual([]);
    expect(await listOf(to)).toEqual([id]);
  });

  it('gives a user to an anonymous token, and to one whose user is gone', async () => {
    const [gone, userId] = [await aUser(), await aUser()];
    const tokens = [await aToken(), await aToken({ userId: gone })];
    await send('DELETE', `/users/${gone}`, { key: admin });
    for (const { id } of tokens) {
      const { body } = await rotate(id, { userId });
      expect((await redeem(body.token)).body.user.id).toBe(userId);
    }
  });

  it('takes a user who exists and is not disabled, and otherwise changes nothing', async () => {
    const { id, token } = await aToken();
    expectProblem(await rotate(id, { userId: 'nobody' }), 'user_not_found');
    expectProblem(await rotate(id, { userId: await aUser({ disabled: true }) }), 'user_disabled');
    expectProblem(await rotate(id, { userId: 'a b' }), 'invalid_request', ['/userId']);
    expectProblem(await rotate(id, { userId: null }), 'invalid_request', ['/userId']);
    expectProblem(await rotate(id, { expiresIn: 60 }), 'invalid_request', ['/expiresIn']);
    expect((await redeem(token)).status).toBe(200);
  });

  it('neither enables a token nor gives it more time', async () => {
    const [disabled, expired] = [await aToken(), await aToken({ expiresIn: 60 })];
    await send('PATCH', `/tokens/${disabled.id}`, { key: admin, body: { status: 'disabled' } });
    pass(HOUR);
    for (const { id, status } of [
      { id: disabled.id, status: 'disabled' },
      { id: expired.id, status: 'expired' },
    ]) {
      const { body } = await rotate(id);
      expect(body.status).toBe(status);
      expectProblem(await redeem(body.token), 'token_refused');
    }
  });

  it('at once by several leaves one string that works', async () => {
    const { id } = await aToken();
    const answers = await Promise.all([1, 2, 3].map(() => rotate(id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const latest = answers.find(({ body }) => body.version === 4);
    for (const answer of answers)
      if (answer !== latest) expectProblem(await redeem(answer.body.token), 'token_refused');
    expect((await redeem(latest?.body.token)).status).toBe(200);
  });
});

describe('revealing', () => {
  it('tells the string again, as it was made or rotated last', async () => {
    const { id, token, loginUrl } = await aToken();
    const answer = await reveal(id);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ token, loginUrl, callbackUrl: null });
    const { body } = await rotate(id);
    expect((await reveal(id)).body).toEqual({
      token: body.token,
      loginUrl: body.loginUrl,
      callbackUrl: null,
    });
  });

  it('is no change of the token', async () => {
    const { id } = await aToken();
    const before = (await get(id)).body;
    pass(MINUTE);
    await reveal(id);
    expect((await get(id)).body).toEqual(before);
  });
});

describe('deleting', () => {
  it('is forever: the token is not found by anything, and refused', async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    const answer = await remove(id);
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    for (const gone of [
      await get(id),
      await remove(id),
      await reveal(id),
      await rotate(id),
      await rotate(id, { userId }),
      await send('PATCH', `/tokens/${id}`, { key: admin, body: { status: 'active' } }),
    ]) {
      expectProblem(gone, 'token_not_found');
    }
    expectProblem(await redeem(token), 'token_refused');
    for (const query of [`ids=${id}`, `userId=${userId}`]) {
      expect(idsOf(await send('GET', `/tokens?${query}`, { key: admin }))).toEqual([]);
    }
  });

  it.each([UNKNOWN, 'short', '__proto__'])(
    'there is nothing to delete, reveal or rotate at %s',
    async (id) => {
      expectProblem(await remove(id), 'token_not_found');
      expectProblem(await reveal(id), 'token_not_found');
      expectProblem(await rotate(id), 'token_not_found');
    },
  );

  it('at once by several is done by one', async () => {
    const { id } = await aToken();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => remove(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404]);
  });
});

describe('deleting many', () => {
  it('tells of each id, once, whether there was such a token', async () => {
    const [a, b, c] = [await aToken(), await aToken(), await aToken()];
    await remove(c.id);
    const answer = await removeMany([a.id, UNKNOWN, b.id, a.id, 'short', c.id, 'short', '__proto__']);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.deleted.sort()).toEqual([a.id, b.id].sort());
    expect(answer.body.notFound.sort()).toEqual([UNKNOWN, c.id, 'short', '__proto__'].sort());
    expect(answer.body.failed).toEqual([]);
    expectProblem(await redeem(a.token), 'token_refused');
  });

  it('takes 100 ids at most, and one at least', async () => {
    const tokens: { id: string }[] = [];
    for (let round = 0; round < 5; round++)
      tokens.push(...(await Promise.all(Array.from({ length: 20 }, () => aToken()))));
    const { body } = await removeMany(tokens.map(({ id }) => id));
    expect(body.deleted).toHaveLength(100);
    expectProblem(await removeMany(Array(101).fill(UNKNOWN)), 'invalid_request', ['/ids']);
    expectProblem(await removeMany([]), 'invalid_request', ['/ids']);
  });

  it.each([
    [undefined, '/ids'],
    [null, '/ids'],
    ['a,b', '/ids'],
    [{ 0: 'a' }, '/ids'],
    [[1], '/ids/0'],
    [['a', ['b']], '/ids/1'],
  ])('%j is no list of ids', async (ids, pointer) => {
    expectProblem(await removeMany(ids), 'invalid_request', [pointer]);
  });
});
