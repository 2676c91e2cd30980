import { afterEach, describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { heal, loseAnswers } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { pass, SECOND } from '../../support/frozen-clock.ts';
import { aSession, aToken, aUser, introspect } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { makeKey } from '../../support/keys.ts';

/** Ending the sessions of a user or of a token, which stay as they are otherwise. */

const { admin } = useService({ frozen: true });

afterEach(() => heal(db));

const isActive = async (accessToken: string): Promise<boolean> => (await introspect(accessToken)).body.active;
const remove = (path: string) => send('DELETE', path, { key: admin });
const revokeOf = (path: string, key = admin) => send('POST', `${path}/sessions/revoke`, { key });

describe('revoking the sessions of a user', () => {
  it('is 204, and leaves the user as it was', async () => {
    const userId = await aUser();
    const before = (await send('GET', `/users/${userId}`, { key: admin })).body;
    const answer = await revokeOf(`/users/${userId}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    const after = (await send('GET', `/users/${userId}`, { key: admin })).body;
    expect({ ...after, version: 0 }).toEqual({ ...before, version: 0 });
    expect((await send('GET', `/users?search=${userId}`, { key: admin })).body.items).toContainEqual(after);
  });

  it('is 404 when there is no such user, or was deleted', async () => {
    const userId = await aUser();
    await remove(`/users/${userId}`);
    for (const id of [userId, 'nobody', 'a%20b'])
      expectProblem(await revokeOf(`/users/${id}`), 'user_not_found');
  });

  it('is 404 for an administrator limited to other domains', async () => {
    const limited = await makeKey('admin', ['acme.com']);
    const [mine, theirs] = [
      await aUser({ email: 'jane@acme.com' }),
      await aUser({ email: 'joe@elsewhere.org' }),
    ];
    expect((await revokeOf(`/users/${mine}`, limited)).status).toBe(204);
    const { accessToken } = await aSession({ userId: theirs });
    expectProblem(await revokeOf(`/users/${theirs}`, limited), 'user_not_found');
    expect(await isActive(accessToken)).toBe(true);
  });
});

describe('revoking the sessions of a user', () => {
  it('is done when its answer is lost on the way, and when others change the user in between', async () => {
    const userId = await aUser();
    const { accessToken } = await aSession({ userId });
    const losses = loseAnswers(db, 'TransactWriteItems', {
      meanwhile: () => aUser({ name: 'In between' }, userId),
    });
    expect((await revokeOf(`/users/${userId}`)).status).toBe(204);
    expect(losses.lost).toBe(1);
    expect(await isActive(accessToken)).toBe(false);
    expect((await send('GET', `/users/${userId}`, { key: admin })).body.name).toBe('In between');
  });
});

describe('revoking the sessions of a token', () => {
  it('is 204, and leaves the token as it was, but for its version', async () => {
    const { token } = await aSession({ maxUses: 2 });
    const before = (await send('GET', `/tokens/${token.id}`, { key: admin })).body;
    const answer = await revokeOf(`/tokens/${token.id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    const after = (await send('GET', `/tokens/${token.id}`, { key: admin })).body;
    expect(after).toEqual({ ...before, version: before.version + 1 });
  });

  it('is 404 when there is no such token, or was deleted', async () => {
    const { id } = await aToken();
    await remove(`/tokens/${id}`);
    for (const unknown of [id, '0'.repeat(22), 'short'])
      expectProblem(await revokeOf(`/tokens/${unknown}`), 'token_not_found');
  });

  it('is 404 for an administrator limited to other domains', async () => {
    const limited = await makeKey('admin', ['acme.com']);
    const mine = await aToken({ userId: await aUser({ email: 'jane@acme.com' }) });
    const theirs = await aSession({ userId: await aUser({ email: 'joe@elsewhere.org' }) });
    const anonymous = await aSession();
    expect((await revokeOf(`/tokens/${mine.id}`, limited)).status).toBe(204);
    for (const { token, accessToken } of [theirs, anonymous]) {
      expectProblem(await revokeOf(`/tokens/${token.id}`, limited), 'token_not_found');
      expect(await isActive(accessToken)).toBe(true);
    }
  });

  it('is done once when its answer is lost on the way', async () => {
    const { token, accessToken } = await aSession();
    const losses = loseAnswers(db, 'UpdateItem');
    expect((await revokeOf(`/tokens/${token.id}`)).status).toBe(204);
    expect(losses.lost).toBe(1);
    expect(await isActive(accessToken)).toBe(false);
  });
});

describe.each(['editor', 'viewer', 'storefront'] as const)('the role %s', (role) => {
  it('may not revoke the sessions of users or tokens', async () => {
    const key = await makeKey(role);
    const userId = await aUser();
    const { token, accessToken } = await aSession({ userId });
    expectProblem(await revokeOf(`/users/${userId}`, key), 'forbidden');
    expectProblem(await revokeOf(`/tokens/${token.id}`, key), 'forbidden');
    expect(await isActive(accessToken)).toBe(true);
  });
});

it.each(['/users/x', '/tokens/x'])('%s/sessions/revoke takes no body', async (path) => {
  const answer = await send('POST', `${path}/sessions/revoke`, { key: admin, body: { reason: 'x' } });
  expectProblem(answer, 'invalid_request', ['/reason']);
});

it('the history tells who revoked the sessions of whom', async () => {
  const userId = await aUser();
  const { token } = await aSession({ userId });
  await revokeOf(`/users/${userId}`);
  pass(SECOND);
  await revokeOf(`/tokens/${token.id}`);
  for (const table of ['tokens', 'users'] as const) await deliver(recordEvents, await streamRecords(table));
  const by = { id: `key:${admin.slice(3, 25)}`, name: 'admin of a test' };
  const events = async (type: string) =>
    (await send('GET', `/events?type=${type}&limit=100`, { key: admin })).body.items;
  expect(await events('user.sessions_revoked')).toContainEqual(
    expect.objectContaining({ userId, tokenId: null, by }),
  );
  expect(await events('token.sessions_revoked')).toContainEqual(
    expect.objectContaining({ userId, tokenId: token.id, by }),
  );
  const { body } = await send('GET', `/tokens/${token.id}/events`, { key: admin });
  expect(body.items[0].type).toBe('token.sessions_revoked');
});
