import { beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { aToken, aUser, redeem } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

/** The role support: it reads, and impersonates. */

const { admin } = useService();
let support: string;
let userId: string;

beforeAll(async () => {
  support = await makeKey('support');
  userId = await aUser();
});

const call = (method: string, target: string, body?: unknown, key = support) =>
  send(method, target, { key, body });
const impersonation = (more = {}) => ({ userId, purpose: 'impersonation', reason: 'Ticket 1', ...more });
const impersonate = async (key = support) => {
  const answer = await call('POST', '/tokens', impersonation(), key);
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};

it('makes impersonations, whose session names it as actor', async () => {
  const { token } = await impersonate();
  const { body } = await redeem(token);
  expect(body.impersonation).toMatchObject({ actor: { name: 'support of a test' }, reason: 'Ticket 1' });
});

it.each([
  [{}],
  [{ purpose: 'login' }],
  [{ purpose: 'procurement' }],
  [{ purpose: 'login', reason: 'Ticket 1' }],
])('makes no other token: %j', async (more) => {
  const before = (await call('GET', `/tokens?userId=${userId}`)).body.items.length;
  expectProblem(await call('POST', '/tokens', { userId, ...more }), 'forbidden');
  expect((await call('GET', `/tokens?userId=${userId}`)).body.items).toHaveLength(before);
});

it('is held to the limits of impersonations, and repeats a creation as others do', async () => {
  expectProblem(await call('POST', '/tokens', impersonation({ reason: null })), 'invalid_request', [
    '/reason',
  ]);
  expectProblem(await call('POST', '/tokens', impersonation({ maxUses: 2 })), 'invalid_request', [
    '/maxUses',
  ]);
  const once = () =>
    send('POST', '/tokens', { key: support, body: impersonation(), headers: { 'idempotency-key': 'k-1' } });
  const [first, again] = [await once(), await once()];
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body.token).toBe(first.body.token);
});

it('limited to domains, impersonates their users alone', async () => {
  const limited = await makeKey('support', ['acme.com']);
  expect((await call('POST', '/tokens', impersonation(), limited)).status).toBe(201);
  const outside = await aUser({ email: 'x@elsewhere.org' });
  expectProblem(await call('POST', '/tokens', impersonation({ userId: outside }), limited), 'forbidden');
});

describe('takes back', () => {
  it('an impersonation of its own, whose sessions are over', async () => {
    const { id, token } = await impersonate();
    expectProblem(
      await send('DELETE', `/tokens/${id}`, { key: support, headers: { 'if-match': '"2"' } }),
      'version_mismatch',
    );
    expect((await call('DELETE', `/tokens/${id}`)).status).toBe(204);
    expect((await redeem(token)).status).toBe(401);
    expectProblem(await call('DELETE', `/tokens/${id}`), 'token_not_found');
  });

  it('no impersonation of somebody else, none that somebody else has rotated, and no other token', async () => {
    const other = await impersonate(await makeKey('support'));
    const rotated = await impersonate();
    expect((await call('POST', `/tokens/${rotated.id}/rotate`, {}, admin)).status).toBe(200);
    const login = await aToken({ userId });
    for (const { id } of [other, rotated, login]) {
      expectProblem(await call('DELETE', `/tokens/${id}`), 'forbidden');
      expect((await call('GET', `/tokens/${id}`)).status).toBe(200);
    }
  });
});

it('reveals, changes and rotates nothing, not even what it has made', async () => {
  const { id } = await impersonate();
  for (const [method, path, body] of [
    ['POST', `/tokens/${id}/reveal`, undefined],
    ['POST', `/tokens/${id}/rotate`, {}],
    ['PATCH', `/tokens/${id}`, { status: 'disabled' }],
    ['POST', '/tokens/delete', { ids: [id] }],
    ['POST', `/tokens/${id}/sessions/revoke`, undefined],
    ['PUT', `/users/${userId}`, { type: 'contact', name: 'Taken' }],
    ['DELETE', `/users/${userId}`, undefined],
    ['GET', '/keys', undefined],
    ['GET', '/settings', undefined],
  ] as const)
    expectProblem(await call(method, path, body), 'forbidden');
});

it('may be given by a key or by a group, and says so of itself', async () => {
  const { body } = await call('GET', '/me');
  expect(body).toMatchObject({
    role: 'support',
    permissions: ['tokens:read', 'users:read', 'events:read', 'tokens:impersonate'],
  });
});
