import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { requestsOf } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aUser, unique } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { makeKey } from '../../support/keys.ts';

const { admin } = useService({ frozen: true });

const KEY = { name: 'Shop', role: 'storefront' };
const create = async (body: object = {}, key = admin) => {
  const answer = await send('POST', '/keys', { key, body: { ...KEY, ...body } });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};
const rotate = (id: string, body?: unknown, { key = admin, headers = {} } = {}) =>
  send('POST', `/keys/${id}/rotate`, { key, body, headers });
const remove = (id: string) => send('DELETE', `/keys/${id}`, { key: admin });
/** By a route that reads the key at each request. */
const ask = (key: string) => send('POST', '/sessions/revoke', { key, form: { token: 'x' } });
const answers = async (key: string) => ((await ask(key)).status === 401 ? 401 : 200);
const shown = async (id: string) =>
  (await send('GET', '/keys?limit=100', { key: admin })).body.items.find(
    (key: { id: string }) => key.id === id,
  );

describe('rotating a key', () => {
  it('gives it another string once, under the same id, and refuses the one before at once', async () => {
    const { key: before, ...made } = await create();
    expect(await answers(before)).toBe(200);
    const answer = await rotate(made.id);
    expect(answer.status, answer.text).toBe(200);
    const { key, ...rotated } = answer.body;
    expect(key).toMatch(/^lk_[0-9A-Za-z]{61}$/);
    expect(key.slice(3, 25)).toBe(made.id);
    expect(rotated).toEqual({ ...made, version: 2, previousUntil: null, lastUsedAt: expect.any(String) });
    expect(answer.headers.ETag).toBe('"2"');
    expectConventionalHeaders(answer);
    expect(await shown(made.id)).toEqual(rotated);
    expect([await answers(key), await answers(before)]).toEqual([200, 401]);
  });

  it('with an overlap lets both work until it ends, to the second, and shows until when', async () => {
    const { id, key: before } = await create();
    await answers(before);
    const { body } = await rotate(id, { overlap: 60 });
    expect(body.previousUntil).toBe(inFuture(MINUTE));
    pass(MINUTE - SECOND);
    expect([await answers(body.key), await answers(before)]).toEqual([200, 200]);
    expect((await shown(id)).previousUntil).toBe(inFuture(SECOND));
    pass(SECOND);
    expect([await answers(body.key), await answers(before)]).toEqual([200, 401]);
    expect((await shown(id)).previousUntil).toBeNull();
  });

  it('twice leaves two strings that work: the last, and the one before it', async () => {
    const first = await create();
    const second = (await rotate(first.id, { overlap: 3_600 })).body;
    const third = (await rotate(first.id, { overlap: 3_600 })).body;
    expect(await Promise.all([first.key, second.key, third.key].map(answers))).toEqual([401, 200, 200]);
    const last = (await rotate(first.id, { overlap: 0 })).body;
    expect(await Promise.all([second.key, third.key, last.key].map(answers))).toEqual([401, 401, 200]);
  });

  it('is known everywhere at once by the new string; a replaced one may read for a minute more, where it is remembered', async () => {
    const { id, key: before } = await create();
    const read = async (key: string) => (await send('GET', '/me', { key })).status;
    expect(await read(before)).toBe(200);
    const { key } = (await rotate(id)).body;
    expect([await read(before), await read(key), await read(before)]).toEqual([200, 200, 401]);
    const again = (await rotate(id)).body;
    expect(await read(key)).toBe(200);
    pass(MINUTE);
    expect([await read(key), await read(again.key)]).toEqual([401, 200]);
  });

  it('ends both when the key expires or is deleted', async () => {
    const { id, key: before } = await create({ expiresAt: inFuture(MINUTE) });
    const { key } = (await rotate(id, { overlap: 3_600 })).body;
    pass(MINUTE);
    expect([await answers(before), await answers(key)]).toEqual([401, 401]);
    const other = await create();
    const rotated = (await rotate(other.id, { overlap: 3_600 })).body;
    expect((await remove(other.id)).status).toBe(204);
    pass(MINUTE);
    expect([await answers(other.key), await answers(rotated.key)]).toEqual([401, 401]);
    expectProblem(await rotate(other.id), 'key_not_found');
  });

  it('gives it another expiry when asked to, and revives an expired key without its old string', async () => {
    const { id, key: before } = await create({ expiresAt: inFuture(MINUTE) });
    const longer = (await rotate(id, { overlap: 3_600, expiresAt: inFuture(2 * MINUTE) })).body;
    expect(longer.expiresAt).toBe(inFuture(2 * MINUTE));
    pass(MINUTE);
    expect([await answers(before), await answers(longer.key)]).toEqual([200, 200]);
    pass(MINUTE);
    expectProblem(await rotate(id), 'invalid_request', ['/expiresAt']);
    const revived = (await rotate(id, { overlap: 3_600, expiresAt: inFuture(DAY) })).body;
    expect(revived.previousUntil).toBeNull();
    expect(await Promise.all([before, longer.key, revived.key].map(answers))).toEqual([401, 401, 200]);
  });

  it.each([
    [{ overlap: -1 }, ['/overlap']],
    [{ overlap: 1.5 }, ['/overlap']],
    [{ overlap: 2_592_001 }, ['/overlap']],
    [{ overlap: '60' }, ['/overlap']],
    [{ overlap: null }, ['/overlap']],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, ['/expiresAt']],
    [{ name: 'Other' }, ['/name']],
  ])('refuses %j, pointing at %j', async (body, pointers) => {
    const { id, key } = await create();
    expectProblem(await rotate(id, body), 'invalid_request', pointers);
    expect(await answers(key)).toBe(200);
  });

  it('honours If-Match', async () => {
    const { id, key } = await create();
    expectProblem(await rotate(id, {}, { headers: { 'if-match': '"2"' } }), 'version_mismatch');
    expect(await answers(key)).toBe(200);
    expect((await rotate(id, {}, { headers: { 'if-match': '"1"' } })).status).toBe(200);
  });

  it.each(['0'.repeat(22), 'short', '__proto__'])('there is none called %s', async (id) => {
    expectProblem(await rotate(id), 'key_not_found');
  });

  it('costs two reads and one write: the key of the caller, the key, and its new secret', async () => {
    const { id } = await create();
    const { requests } = await requestsOf(db, () => rotate(id, { overlap: 60 }));
    expect(requests.map(({ command }) => command)).toEqual(['GetItem', 'GetItem', 'UpdateItem']);
  });

  it('is in the history', async () => {
    const { id } = await create();
    await rotate(id, { overlap: 60 });
    await deliver(recordEvents, await streamRecords('keys'));
    const { body } = await send('GET', '/events?type=key.rotated', { key: admin });
    expect(body.items).toContainEqual(
      expect.objectContaining({ keyId: id, by: { id: expect.any(String), name: 'admin of a test' } }),
    );
  });
});

describe('a storefront', () => {
  it('goes on with its sessions and both strings of its key: it is the same storefront', async () => {
    const { id, key: before } = await create();
    const { key } = (await rotate(id, { overlap: 60 })).body;
    for (const string of [before, key]) {
      const token = (await send('POST', '/tokens', { key: admin, body: {} })).body.token;
      const { body } = await send('POST', '/tokens/redeem', { key: string, body: { token } });
      const form = { token: body.session.accessToken };
      const asked = await send('POST', '/sessions/introspect', { key, form });
      expect(asked.body).toMatchObject({ active: true, aud: id });
    }
  });
});

describe('nobody rotates a key to more than their own key may do', () => {
  let limited: string;
  beforeAll(async () => {
    limited = await makeKey('admin', ['acme.com']);
  });

  it('a limited administrator gets strings of keys within its domains, and finds no others', async () => {
    const inside = await create({ domains: ['acme.com'] });
    expect((await rotate(inside.id, {}, { key: limited })).status).toBe(200);
    const user = await aUser({ email: `${unique('x')}@elsewhere.org` });
    const hidden = [
      await create(),
      await create({ domains: ['acme.com', 'elsewhere.org'] }),
      await create({ role: 'procurement', identity: 'AN01', domain: 'NetworkId', userId: user }),
    ];
    for (const { id, key } of hidden) {
      expectProblem(await rotate(id, {}, { key: limited }), 'key_not_found');
      expect(await answers(key)).toBe(200);
    }
  });

  it('a key that expires gives no string that outlives it', async () => {
    const own = (await create({ role: 'admin', expiresAt: inFuture(MINUTE) })).key;
    const longer = await create({ expiresAt: inFuture(2 * MINUTE) });
    expectProblem(await rotate(longer.id, {}, { key: own }), 'forbidden');
    expectProblem(await rotate(longer.id, { expiresAt: inFuture(DAY) }, { key: own }), 'forbidden');
    expect(await answers(longer.key)).toBe(200);
    expect((await rotate(longer.id, { expiresAt: inFuture(MINUTE) }, { key: own })).status).toBe(200);
  });

  it.each(['editor', 'viewer', 'storefront', 'procurement'] as const)(
    'a key of the role %s rotates none, itself included',
    async (role) => {
      const key = await makeKey(role);
      expectProblem(await rotate(key.slice(3, 25), {}, { key }), 'forbidden');
      expect(await answers(key)).toBe(200);
    },
  );

  it('an administrator rotates the own key, and goes on with the new string', async () => {
    const { id, key } = await create({ role: 'admin' });
    const rotated = await rotate(id, {}, { key });
    expect(rotated.status).toBe(200);
    expectProblem(await send('POST', '/keys', { key, body: KEY }), 'unauthenticated');
    expect((await send('POST', '/keys', { key: rotated.body.key, body: KEY })).status).toBe(201);
  });
});
