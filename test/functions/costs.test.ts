import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { config } from '../../functions/runtime/config.ts';
import { db } from '../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../functions/workers/record-history.ts';
import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { newId } from '../../shared/crypto/id.ts';
import { newEvent } from '../../shared/event/event.ts';
import { getToken } from '../../shared/token/token-store.ts';
import { send } from '../support/api.ts';
import { auditOf, IPV6, makeToken, putUser, STOREFRONT, tryToken, USER_AGENT } from '../support/domain.ts';
import { requestsOf } from '../support/faults.ts';
import { useService } from '../support/fixture.ts';

/** Asserts the requests and capacity units that each operation costs: they are deterministic. */

const { admin: administrator, storefront } = useService();
beforeAll(async () => {
  // Functions cache keys and settings for a minute: these requests fill the caches and are not counted.
  await warmUp();
  await send('GET', '/me', { key: administrator });
});
const warmUp = () => send('POST', '/tokens/redeem', { key: storefront, body: { token: 'nonsense' } });

type Requests = Awaited<ReturnType<typeof requestsOf>>['requests'];
const commands = (requests: Requests) => requests.map(({ command }) => command);

type Capacity = { CapacityUnits: number; Table?: object; GlobalSecondaryIndexes?: object };
const capacity = ({ output }: Requests[number]) => output.ConsumedCapacity as Capacity;

describe('redeeming', () => {
  const redeem = (token: string) =>
    requestsOf(db, () =>
      send('POST', '/tokens/redeem', { key: storefront, body: { token, ip: IPV6, userAgent: USER_AGENT } }),
    );

  it('costs one UpdateItem and one GetItem, one write unit, and touches no index', async () => {
    await putUser(db, 'c-42', { name: 'Jane Doe', email: 'jane@acme.com' });
    const { id, string } = await makeToken(db, { userId: 'c-42', extra: 'x'.repeat(100), expiresAt: null });
    expect((await getToken(db, id))?.sealedSecret?.length).toBeGreaterThanOrEqual(185);
    const { result, requests } = await redeem(string);
    expect(result.status).toBe(200);
    expect(commands(requests)).toEqual(['UpdateItem', 'GetItem']);
    const [write] = requests as [Requests[number]];
    expect(capacity(write).CapacityUnits).toBe(1);
    expect(capacity(write).GlobalSecondaryIndexes).toBeUndefined();
  });

  it('costs one write unit too for a user with a long id, and once sessions of the token were ended', async () => {
    const userId = randomUUID();
    await putUser(db, userId);
    const { id, string } = await makeToken(db, { userId, extra: 'x'.repeat(60), maxUses: 9 });
    await redeem(string);
    await send('POST', `/tokens/${id}/sessions/revoke`, { key: administrator });
    const { result, requests } = await redeem(string);
    expect(result.status).toBe(200);
    expect((await getToken(db, id))?.sessionsNotBefore).toBeDefined();
    expect(capacity(requests[0] as Requests[number]).CapacityUnits).toBe(1);
  });

  it('costs one write unit too by both strings of a procurement token that was rotated with an overlap', async () => {
    await putUser(db, 'c-44');
    const { id, string } = await makeToken(db, { userId: 'c-44', purpose: 'procurement', maxUses: null });
    const { body } = await send('POST', `/tokens/${id}/rotate`, {
      key: administrator,
      body: { overlap: 2_592_000 },
    });
    for (const one of [string, body.token, string]) {
      const { result, requests } = await redeem(one);
      expect(result.status).toBe(200);
      expect(commands(requests)).toEqual(['UpdateItem', 'GetItem']);
      expect(capacity(requests[0] as Requests[number]).CapacityUnits).toBe(1);
    }
  });

  it('an anonymous token costs one UpdateItem', async () => {
    const { string } = await makeToken(db);
    expect(commands((await redeem(string)).requests)).toEqual(['UpdateItem']);
  });

  it('a malformed string costs no call at all', async () => {
    const { requests } = await redeem('lt_not-a-token');
    expect(requests).toEqual([]);
  });

  it('a deleted token costs one write that is refused', async () => {
    const { id, string } = await makeToken(db);
    await send('DELETE', `/tokens/${id}`, { key: administrator });
    expect(commands((await redeem(string)).requests)).toEqual(['UpdateItem']);
  });

  it('to no avail does the same work for every reason: a write, the user, a write', async () => {
    await putUser(db, 'c-43');
    const forUser = () => makeToken(db, { userId: 'c-43' });
    const [used, disabled, expired, wrong, blocked] = await Promise.all(Array.from({ length: 5 }, forUser));
    if (!used || !disabled || !expired || !wrong || !blocked) throw new Error('five tokens were made');
    await tryToken(db, used.string);
    await send('PATCH', `/tokens/${disabled.id}`, { key: administrator, body: { status: 'disabled' } });
    const guess = formatCredential('lt_', { id: wrong.id, secret: newSecret() }).reveal();
    const same = ['UpdateItem', 'GetItem', 'UpdateItem'];
    for (const string of [used.string, disabled.string, guess]) {
      expect(commands((await redeem(string)).requests)).toEqual(same);
    }
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });
    await warmUp();
    expect(commands((await redeem(expired.string)).requests)).toEqual(same);
    vi.useRealTimers();
    await putUser(db, 'c-43', { disabled: true });
    expect(commands((await redeem(blocked.string)).requests)).toEqual(same);
  });
});

describe('creating', () => {
  const create = (headers: Record<string, string> = {}) =>
    requestsOf(db, () => send('POST', '/tokens', { key: administrator, body: { userId: 'c-42' }, headers }));

  it('costs one write request besides reading the key and the user', async () => {
    await putUser(db, 'c-42');
    const { result, requests } = await create();
    expect(result.status).toBe(201);
    expect(commands(requests)).toEqual(['GetItem', 'GetItem', 'PutItem']);
  });

  it('with an idempotency key costs one transaction besides reading the key and the user', async () => {
    const { result, requests } = await create({ 'idempotency-key': 'once' });
    expect(result.status).toBe(201);
    expect(commands(requests)).toEqual(['GetItem', 'GetItem', 'TransactWriteItems']);
  });
});

describe('a page of a list', () => {
  const list = async (query: string) => {
    const { result, requests } = await requestsOf(db, () =>
      send('GET', `/tokens?${query}`, { key: administrator }),
    );
    expect(result.body.items).toHaveLength(25);
    return commands(requests);
  };

  beforeAll(async () => {
    await Promise.all([putUser(db, 'c-50', { type: 'customer' }), putUser(db, 'c-51')]);
    const expiresAt = Math.floor(Date.now() / 1000) + 86_400;
    await Promise.all(
      Array.from({ length: 60 }, (_, at) => makeToken(db, { userId: `c-5${at % 2}`, expiresAt })),
    );
  });

  const PAGE = ['Query', 'Query', 'Query', 'Query', 'BatchGetItem', 'BatchGetItem'];
  it.each([
    ['by default', ''],
    ['by last change', 'sort=-updatedAt'],
    ['by expiry, soonest first', 'sort=expiresAt'],
    ['of a range of expiry', `expiresFrom=${encodeURIComponent(new Date().toISOString())}`],
    [
      'of a range of creation',
      `createdFrom=${encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString())}`,
    ],
  ])('%s costs four queries, and a batch read each for tokens and users', async (_, query) => {
    expect(await list(query)).toEqual(PAGE);
  });

  it('of a user costs one query and two batch reads', async () => {
    expect(await list('userId=c-50')).toEqual(['Query', 'BatchGetItem', 'BatchGetItem']);
  });

  it('of given ids costs two batch reads', async () => {
    const { body } = await send('GET', '/tokens?limit=25', { key: administrator });
    const ids = body.items.map(({ id }: { id: string }) => id).join(',');
    expect(await list(`ids=${ids}`)).toEqual(['BatchGetItem', 'BatchGetItem']);
  });
});

describe('the history', () => {
  /** A full batch of the stream: 99 redemptions of a busy hour by ordinary browsers. */
  const batch = (): DynamoDBRecord[] =>
    Array.from({ length: 99 }, (_, at) => {
      const id = newId(Date.now());
      const lastEvent = newEvent('redeemed', auditOf(STOREFRONT));
      const image = (values: Record<string, unknown>) => marshall(values, { removeUndefinedValues: true });
      return {
        eventSourceARN: `arn:aws:dynamodb:eu-west-1:1:table/${config.tables.tokens}/stream/1`,
        dynamodb: {
          SequenceNumber: String(at),
          NewImage: image({
            id,
            userId: 'c-42',
            incarnation: 'nTvrdPs8',
            maxUses: 1,
            uses: 1,
            expiresAt: 2e9,
            lastEvent,
          }),
          OldImage: image({ id, lastEvent: { ...lastEvent, id: 'before' } }),
        },
      } as DynamoDBRecord;
    });

  /** DynamoDB's rules: a transactional write costs two units a kilobyte; an index written to with its keys, one more. */
  function units(action: { Put?: { Item: Record<string, unknown> }; Update?: object }): number {
    if (!action.Put) return 2;
    const { Item } = action.Put;
    return 2 * Math.ceil(sizeOf(Item) / 1024) + ('day' in Item ? 1 : 0);
  }

  it('costs at most 3.1 write units per event of a full batch, its index included', async () => {
    const { requests } = await requestsOf(db, () => recordEvents({ Records: batch() }));
    expect(commands(requests)).toEqual(['TransactWriteItems']);
    const actions = requests[0]?.input.TransactItems as Parameters<typeof units>[0][];
    expect(actions).toHaveLength(100);
    const total = actions.reduce((sum, action) => sum + units(action), 0);
    expect(total / 99).toBeLessThanOrEqual(3.1);
  });
});

/** The size of an item by DynamoDB's rules: names and text in UTF-8, half a byte a digit, 3 bytes a map and 1 an entry. */
function sizeOf(value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, part]) => sum + name.length + sizeOf(part) + 1, 3);
}
