import { beforeAll, describe, expect, it } from 'vitest';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { canonicalQuery, formatCursor } from '../../../shared/storage/cursor.ts';
import { send } from '../../support/api.ts';
import { testDatabase } from '../../support/database.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, HOUR, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, idsOf, pagesOf, redeem } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { makeKey } from '../../support/keys.ts';

const { admin, storefront } = useService({ frozen: true });
type Event = {
  id: string;
  type: string;
  at: string;
  tokenId: string | null;
  userId: string | null;
  keyId: string | null;
  principalId: string | null;
};
let userId: string;
let outside: string;
let life: { id: string; token: string };
let other: { id: string };
let start: string;

/** A life of a token in which everything happens, a minute apart, and some of another one days later. */
beforeAll(async () => {
  userId = await aUser({ email: 'jane@acme.com' });
  outside = await aUser({ email: 'jane@elsewhere.org' });
  pass(MINUTE);
  start = inFuture(0);
  life = await aToken({ userId, maxUses: 2, reason: 'ticket 17' });
  const call = async (method: string, path: string, body?: object) => {
    pass(MINUTE);
    return send(method, `/tokens/${life.id}${path}`, { key: admin, body, ip: '198.51.100.7' });
  };
  await call('PATCH', '', { extra: 'a' });
  await call('PATCH', '', { status: 'disabled' });
  await call('PATCH', '', { status: 'active' });
  await call('POST', '/reveal');
  pass(MINUTE);
  await redeem(life.token, { ip: '203.0.113.9', userAgent: 'Firefox' });
  const { body } = await call('POST', '/rotate');
  pass(MINUTE);
  await redeem(life.token, { ip: '203.0.113.9' });
  await call('DELETE', '');
  await redeem(body.token);
  pass(3 * DAY);
  other = await aToken({ userId: outside });
  pass(MINUTE);
  await send('DELETE', `/users/${outside}`, { key: admin });
  pass(MINUTE);
  await aUser({ email: 'jane@elsewhere.org' }, outside);
  await record();
});

/** Delivers all records of all streams: those that were delivered before change nothing. */
async function record() {
  for (const table of ['tokens', 'users', 'keys'] as const)
    await deliver(recordEvents, await streamRecords(table));
}

const events = (id: string, query = '', key = admin) => send('GET', `/tokens/${id}/events?${query}`, { key });
const all = (query = '', key = admin) => send('GET', `/events?${query}`, { key });
const typesOf = ({ body }: { body: { items: Event[] } }) => body.items.map(({ type }) => type);

const LIFE = [
  'deleted',
  'refused',
  'rotated',
  'redeemed',
  'revealed',
  'enabled',
  'disabled',
  'updated',
  'created',
].map((type) => `token.${type}`);

describe('the events of a token', () => {
  it('tell all that happened to it, newest first, after it was deleted too', async () => {
    const answer = await events(life.id);
    expect(answer.status, answer.text).toBe(200);
    expect(typesOf(answer)).toEqual(LIFE);
    expect(answer.body.nextCursor).toBeNull();
    expect(answer.text).not.toContain(life.token.slice(25, 58));
  });

  it('say who did it, when, from where, and why', async () => {
    const { items } = (await events(life.id)).body;
    const by = { id: `key:${admin.slice(3, 25)}`, name: 'admin of a test' };
    const shop = { id: `key:${storefront.slice(3, 25)}`, name: 'storefront of a test' };
    const event = {
      id: expect.stringMatching(/^\w{22}$/),
      tokenId: life.id,
      userId,
      keyId: null,
      principalId: null,
      previousString: false,
      actor: null,
    };
    const at = (minutes: number) => new Date(Date.parse(start) + minutes * MINUTE).toISOString();
    expect(items.at(-1)).toEqual({
      ...event,
      type: 'token.created',
      at: at(0),
      by,
      ip: '192.0.2.1',
      userAgent: 'test',
      reason: 'ticket 17',
    });
    expect(items.at(-2)).toMatchObject({ ip: '198.51.100.7', reason: null, at: at(1) });
    expect(items[3]).toEqual({
      ...event,
      type: 'token.redeemed',
      at: at(5),
      by: shop,
      ip: '203.0.113.9',
      userAgent: 'Firefox',
      reason: null,
    });
    expect(items[1]).toMatchObject({ by: shop, reason: 'wrong_secret', userAgent: null, at: at(7) });
  });

  it('can be limited to the access history', async () => {
    expect(typesOf(await events(life.id, 'kind=attempts'))).toEqual(['token.refused', 'token.redeemed']);
    expectProblem(await events(life.id, 'kind=all'), 'invalid_request', ['/kind']);
  });

  it('come in pages, each full, and no cursor serves another token or another kind', async () => {
    for (const limit of [1, 2, 4, 9]) {
      const pages = await pagesOf(`/tokens/${life.id}/events?limit=${limit}`, admin);
      expect(pages.flat()).toEqual(idsOf(await events(life.id)));
      expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
    }
    const { nextCursor } = (await events(life.id, 'limit=1')).body;
    expectProblem(await events(other.id, `cursor=${nextCursor}`), 'invalid_cursor');
    expectProblem(await events(life.id, `kind=attempts&cursor=${nextCursor}`), 'invalid_cursor');
  });

  it('are for tokens that are, or were', async () => {
    for (const id of ['0'.repeat(22), 'short']) expectProblem(await events(id), 'token_not_found');
  });
});

describe('all events', () => {
  it('are of tokens, users and keys, newest first', async () => {
    const { items } = (await all('limit=100')).body as { items: Event[] };
    const times = items.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(items.filter(({ tokenId }) => tokenId === life.id).map(({ type }) => type)).toEqual(LIFE);
    const keys = items.filter(({ type }) => type === 'key.created').map(({ keyId }) => keyId);
    expect(keys).toEqual(expect.arrayContaining([admin.slice(3, 25), storefront.slice(3, 25)]));
    const user = items.filter((event) => event.userId === outside && event.type.startsWith('user.'));
    expect(user.map(({ type }) => type)).toEqual(['user.created', 'user.deleted', 'user.created']);
  });

  it.each(['token.redeemed', 'token.refused', 'user.created', 'key.created', 'key.deleted'])(
    'can be limited to the type %s',
    async (type) => {
      const { items } = (await all('limit=100')).body as { items: Event[] };
      const wanted = items.filter((event) => event.type === type).map(({ id }) => id);
      expect(idsOf(await all(`limit=100&type=${type}`))).toEqual(wanted);
    },
  );

  it('can be limited to who did it', async () => {
    const shop = `key:${storefront.slice(3, 25)}`;
    expect(typesOf(await all(`by=${shop}`))).toEqual(['token.refused', 'token.redeemed']);
    expect(typesOf(await all('by=nobody'))).toEqual([]);
  });

  it('can be limited to a time, from inclusive, to exclusive, days apart', async () => {
    const { items } = (await all('limit=100')).body as { items: Event[] };
    for (const { at } of items) {
      const next = new Date(Date.parse(at) + SECOND).toISOString();
      const inRange = (event: Event) => event.at >= at && event.at < next;
      expect(idsOf(await all(`from=${at}&to=${next}&limit=100`))).toEqual(
        items.filter(inRange).map(({ id }) => id),
      );
      expect(idsOf(await all(`from=${at}&limit=100`))).toEqual(
        items.filter((event) => event.at >= at).map(({ id }) => id),
      );
      expect(idsOf(await all(`to=${at}&limit=100`))).toEqual(
        items.filter((event) => event.at < at).map(({ id }) => id),
      );
    }
    expect(idsOf(await all(`from=${inFuture(DAY)}`))).toEqual([]);
    expect(idsOf(await all(`from=${inFuture(HOUR)}&to=${inFuture(-HOUR)}`))).toEqual([]);
  });

  it('come in pages, each full, across the days', async () => {
    const whole = idsOf(await all('limit=100'));
    for (const limit of [1, 3, 10]) {
      const pages = await pagesOf(`/events?limit=${limit}`, admin);
      expect(pages.flat()).toEqual(whole);
      expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
    }
  });

  it.each([
    ['type=token.withdrawn', '/type'],
    ['type=deleted', '/type'],
    ['from=yesterday', '/from'],
    ['to=9999-12-31T23:59:59-00:01', '/to'],
    ['by=', '/by'],
    ['tokenId=x', '/tokenId'],
  ])('are not limited by %s', async (query, pointer) => {
    expectProblem(await all(query), 'invalid_request', [pointer]);
  });

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'are found, or not, however far the range goes: %s',
    async (time) => {
      for (const query of [`from=${time}`, `to=${time}`]) expect((await all(query)).status).toBe(200);
    },
  );

  it.each(['', '~', 'x', '99999999999999#x', '-1#x', 'NaN', '\uffff'])(
    'answer a cursor made up by somebody who knows how, at the position %j, and do not fail',
    async (position) => {
      const cursor = formatCursor(testDatabase(), canonicalQuery('events', {}), position);
      expect([200, 400]).toContain((await all(`cursor=${cursor}`)).status);
    },
  );
});

describe('a principal limited to domains', () => {
  it('sees the events of its users and of their tokens, and no others', async () => {
    const limited = await makeKey('viewer', ['acme.com']);
    expect(typesOf(await events(life.id, '', limited))).toEqual(LIFE);
    expectProblem(await events(other.id, '', limited), 'token_not_found');
    expect(typesOf(await all('limit=100', limited))).toEqual([...LIFE, 'user.created']);
  });

  it('sees of an id only what happened to the user of its domain who has it now', async () => {
    const limited = await makeKey('viewer', ['acme.org']);
    await send('DELETE', `/users/${outside}`, { key: admin });
    await aUser({ email: 'joe@acme.org' }, outside);
    await record();
    expect(typesOf(await all('limit=100', limited))).toEqual(['user.created']);
    expectProblem(await events(other.id, '', limited), 'token_not_found');
    pass(SECOND);
    await send('PUT', `/users/${outside}`, {
      key: admin,
      body: { type: 'contact', name: 'Joe', email: 'joe@acme.org' },
    });
    await record();
    expect(typesOf(await all('limit=100', limited))).toEqual(['user.updated', 'user.created']);
    await send('DELETE', `/users/${outside}`, { key: admin });
    await aUser({ email: 'jim@acme.org' }, outside);
    await record();
    expect(typesOf(await all('limit=100', limited))).toEqual(['user.created']);
  });
});
