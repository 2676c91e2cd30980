import type { DynamoDBRecord } from 'aws-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { listEvents, listTokenEvents } from '../../../shared/history/list-events.ts';
import { statistics } from '../../../shared/history/statistics.ts';
import { updateToken } from '../../../shared/token/change.ts';
import { deleteToken } from '../../../shared/token/delete.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { captureLog } from '../../support/captured-log.ts';
import {
  ADMINISTRATOR,
  auditOf,
  HISTORY_RETENTION,
  makeToken,
  putUser,
  RETENTION,
  tryToken,
} from '../../support/domain.ts';
import { failRequests, heal } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';
import { deliver, streamRecords } from '../../support/history.ts';

captureLog();
useDatabase();
afterEach(() => heal(db));

const administrator = () => ({
  audit: auditOf(ADMINISTRATOR),
  scope: undefined,
  expected: undefined,
  retention: RETENTION,
});
const now = () => Math.floor(Date.now() / 1000);

/** The records that came since the last call. */
let seen = 0;
async function newRecords(): Promise<DynamoDBRecord[]> {
  const records = await streamRecords();
  const fresh = records.slice(seen);
  seen = records.length;
  return fresh;
}

async function typesOf(id: string) {
  const page = await listTokenEvents(db, id, { limit: 100, scope: undefined });
  return page.outcome === 'listed'
    ? page.items.map(({ type, reason }) => (reason ? `${type} ${reason}` : type))
    : page.outcome;
}

async function countsNow() {
  const buckets = await statistics(db, { from: now() - 3_600, to: now() + 1, bucket: 'day' });
  return buckets.reduce(
    (sum, { created, redeemed, refused, deleted }) => ({
      created: sum.created + created,
      redeemed: sum.redeemed + redeemed,
      refused: sum.refused + refused,
      deleted: sum.deleted + deleted,
    }),
    { created: 0, redeemed: 0, refused: 0, deleted: 0 },
  );
}

/** The life of a token: 8 events, of which 7 are shown. */
async function life() {
  await putUser(db, 'c-1', { disabled: false });
  const { id, string } = await makeToken(db, { userId: 'c-1', maxUses: 2 });
  await tryToken(db, string);
  await putUser(db, 'c-1', { disabled: true });
  await tryToken(db, string);
  await updateToken(db, id, { disabled: true }, administrator());
  await tryToken(db, string);
  await deleteToken(db, id, administrator());
  return id;
}
const LIFE = [
  'token.deleted',
  'token.refused disabled',
  'token.disabled',
  'token.refused user_blocked',
  'token.redeemed',
  'token.created',
];
const COUNTS = { created: 1, redeemed: 1, refused: 2, deleted: 1 };

const added = (before: Awaited<ReturnType<typeof countsNow>>, times = 1) => ({
  created: before.created + COUNTS.created * times,
  redeemed: before.redeemed + COUNTS.redeemed * times,
  refused: before.refused + COUNTS.refused * times,
  deleted: before.deleted + COUNTS.deleted * times,
});

describe('the history', () => {
  it('tells a token’s life newest first, for a deleted token too, and a blocked user as one refusal', async () => {
    const before = await countsNow();
    const id = await life();
    await deliver(recordEvents, await newRecords());
    expect(await typesOf(id)).toEqual(LIFE);
    expect(await countsNow()).toEqual(added(before));
  });

  it('is exact when a batch is delivered three times', async () => {
    const before = await countsNow();
    const id = await life();
    const records = await newRecords();
    for (let times = 0; times < 3; times++) await deliver(recordEvents, records);
    expect(await typesOf(id)).toEqual(LIFE);
    expect(await countsNow()).toEqual(added(before));
  });

  it('is exact when batches overlap at every record', async () => {
    const before = await countsNow();
    const id = await life();
    const records = await newRecords();
    for (let from = 0; from < records.length; from++) {
      await deliver(recordEvents, records.slice(0, from));
      await deliver(recordEvents, records.slice(from));
    }
    expect(await typesOf(id)).toEqual(LIFE);
    expect(await countsNow()).toEqual(added(before));
  });

  it('is exact when the consumer dies in the middle of a batch of several transactions', async () => {
    const before = await countsNow();
    const ids: string[] = [];
    for (let times = 0; times < 15; times++) ids.push(await life());
    const records = await newRecords();
    let groupForTransactions = 0;
    db.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'TransactWriteItemsCommand' && ++groupForTransactions >= 2)
            throw new Error('died');
          return next(args);
        },
      { step: 'initialize', name: 'die', override: true },
    );
    const { batchItemFailures } = await recordEvents({ Records: records });
    expect(batchItemFailures).toHaveLength(1);
    db.client.middlewareStack.remove('die');
    await deliver(recordEvents, records, records.length);
    for (const id of ids) expect(await typesOf(id)).toEqual(LIFE);
    expect(await countsNow()).toEqual(added(before, 15));
  });

  it('is exact when the answer of a transaction was lost', async () => {
    const before = await countsNow();
    const id = await life();
    const records = await newRecords();
    let lost = 0;
    db.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          if (commandName === 'TransactWriteItemsCommand' && lost++ === 0)
            throw new Error('died after the write');
          return answer;
        },
      { step: 'initialize', name: 'die', override: true },
    );
    await deliver(recordEvents, records);
    db.client.middlewareStack.remove('die');
    expect(await typesOf(id)).toEqual(LIFE);
    expect(await countsNow()).toEqual(added(before));
  });

  it('reports a failure from its first record on, and records all before it', async () => {
    const id = await life();
    const records = await newRecords();
    const broken = { ...records[2], dynamodb: { ...records[2]?.dynamodb, NewImage: { id: { S: id } } } };
    const batch = records.map((record, at) => (at === 2 ? broken : record));
    const { batchItemFailures } = await recordEvents({ Records: batch });
    expect(batchItemFailures).toEqual([{ itemIdentifier: records[2]?.dynamodb?.SequenceNumber }]);
    expect(await typesOf(id)).toEqual(['token.redeemed', 'token.created']);
    await deliver(recordEvents, records);
    expect(await typesOf(id)).toEqual(LIFE);
  });

  it('records all of a full batch but the one event that never can be, and sets that one aside alone', async () => {
    const ids: string[] = [];
    for (let times = 0; times < 12; times++) ids.push(await life());
    const records = (await newRecords()).slice(0, 80);
    const at = 40;
    const poison = structuredClone(records[at]) as DynamoDBRecord;
    // Longer than an item may be: no database accepts it.
    const event = poison.dynamodb?.NewImage?.lastEvent?.M ?? {};
    event.reason = { S: 'x'.repeat(500_000) };
    event.id = { S: 'poison' };
    const batch = records.map((record, position) => (position === at ? poison : record));

    const setAside: DynamoDBRecord[] = [];
    const consume = async (part: DynamoDBRecord[]): Promise<void> => {
      // As Lambda does: repeats from the reported record, halves a batch that fails, and gives up on a single record.
      const outcome = await recordEvents({ Records: part }).catch(() => 'failed' as const);
      if (outcome === 'failed') {
        const half = Math.ceil(part.length / 2);
        await consume(part.slice(0, half));
        await consume(part.slice(half));
        return;
      }
      const from = outcome.batchItemFailures[0]?.itemIdentifier;
      if (from === undefined) return;
      const rest = part.slice(part.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === from));
      if (rest.length === 1) setAside.push(...rest);
      else await consume(rest);
    };
    await consume(batch);
    expect(setAside).toEqual([poison]);
    await deliver(recordEvents, records);
    expect(await typesOf(ids[0] ?? '')).toEqual(LIFE);
  });

  it('does not take a record of a table that is not its own', async () => {
    const [record] = await newRecordsOf(makeToken(db));
    const foreign = {
      ...record,
      eventSourceARN: 'arn:aws:dynamodb:us-east-1:0:table/other/stream/1',
    } as DynamoDBRecord;
    expect((await recordEvents({ Records: [foreign] })).batchItemFailures).toHaveLength(1);
  });

  it('shows nothing of a redemption that was withdrawn, and counts it nowhere', async () => {
    const before = await countsNow();
    await putUser(db, 'c-2');
    const { id, string } = await makeToken(db, { userId: 'c-2' });
    failRequests(db, 'GetItem');
    await expect(tryToken(db, string)).rejects.toThrow();
    heal(db);
    const records = await newRecords();
    for (let times = 0; times < 2; times++) await deliver(recordEvents, records);
    expect(await typesOf(id)).toEqual(['token.created']);
    expect(await countsNow()).toEqual({ ...before, created: before.created + 1 });
    const all = await listEvents(
      db,
      {},
      { limit: 100, scope: undefined, now: now(), historyRetention: HISTORY_RETENTION },
    );
    expect(all.outcome === 'listed' && all.items.map(({ type }) => type)).not.toContain('token.withdrawn');
  });

  it('leaves a reversal for later when the event that it reverses is not recorded yet', async () => {
    await putUser(db, 'c-3', { disabled: false });
    const { id, string } = await makeToken(db, { userId: 'c-3' });
    await putUser(db, 'c-3', { disabled: true });
    await tryToken(db, string);
    const records = await newRecords();
    const reversal = records.at(-1) as DynamoDBRecord;
    expect((await recordEvents({ Records: [reversal] })).batchItemFailures).toEqual([
      { itemIdentifier: reversal.dynamodb?.SequenceNumber },
    ]);
    await deliver(recordEvents, records);
    expect(await typesOf(id)).toEqual(['token.refused user_blocked', 'token.created']);
  });

  it('lets time to live take a used-up token that never expires, and no other', async () => {
    const forever = { expiresAt: null };
    const [used, unused, reusable] = await Promise.all([
      makeToken(db, { ...forever, maxUses: 2 }),
      makeToken(db, { ...forever, maxUses: 2 }),
      makeToken(db, { ...forever, maxUses: null }),
    ]);
    for (const { string } of [used, used, unused, reusable]) await tryToken(db, string);
    await deliver(recordEvents, await newRecords());
    expect((await getToken(db, used.id))?.ttl).toBeGreaterThanOrEqual(now() + 90 * 86_400 - 60);
    expect((await getToken(db, unused.id))?.ttl).toBeUndefined();
    expect((await getToken(db, reusable.id))?.ttl).toBeUndefined();
    await updateToken(db, used.id, { maxUses: 3 }, administrator());
    expect((await getToken(db, used.id))?.ttl).toBeUndefined();
    await deliver(recordEvents, await newRecords());
    expect((await getToken(db, used.id))?.ttl).toBeUndefined();
  });

  it('holds events of users and keys too, across subjects', async () => {
    await putUser(db, 'c-4', { name: 'First' });
    await putUser(db, 'c-4', { name: 'Second' });
    await deliver(recordEvents, await streamRecords('users'));
    const all = await listEvents(
      db,
      { by: ADMINISTRATOR.id },
      { limit: 100, scope: undefined, now: now(), historyRetention: HISTORY_RETENTION },
    );
    const types =
      all.outcome === 'listed'
        ? all.items.filter(({ userId }) => userId === 'c-4').map(({ type }) => type)
        : [];
    expect(types).toEqual(['user.updated', 'user.created']);
  });
});

async function newRecordsOf(made: Promise<unknown>): Promise<DynamoDBRecord[]> {
  await newRecords();
  await made;
  return newRecords();
}
