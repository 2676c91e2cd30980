import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { config } from '../../../functions/runtime/config.ts';
import { type KeyQuery, orderedKeys } from '../../../shared/storage/ordered-keys.ts';
import { testDatabase } from '../../support/database.ts';
import { useDatabase } from '../../support/fixture.ts';

/** Compares merged queries of DynamoDB Local with sorting the same keys in memory. */

const db = testDatabase();
const TableName = config.tables.userSearch;
const PARTITIONS = ['a', 'b', 'c', 'empty'];
const KEYS = 150;
let stored: { initial: string; entry: string }[];

useDatabase();
beforeAll(async () => {
  stored = Array.from({ length: KEYS }, (_, n) => ({
    // Lopsided: most are in one partition.
    initial: n % 7 === 0 ? 'b' : n % 29 === 0 ? 'c' : 'a',
    entry: String((n * 37) % 1_000).padStart(4, '0'),
  }));
  for (let at = 0; at < KEYS; at += 25) {
    const puts = stored.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await db.client.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  }
});

const query = (more: Partial<KeyQuery>): KeyQuery => ({
  table: 'userSearch',
  partitionKey: 'initial',
  sortKey: 'entry',
  partitions: PARTITIONS,
  range: { from: '0', to: '~' },
  descending: false,
  pageSize: 25,
  ...more,
});

function model({ partitions, range: { from, to }, descending, after }: KeyQuery): string[] {
  const entries = stored
    .filter(({ initial, entry }) => partitions.includes(initial) && entry >= from && entry <= to)
    .map(({ entry }) => entry)
    .sort();
  if (descending) entries.reverse();
  return entries.filter((entry) => after === undefined || (descending ? entry < after : entry > after));
}

async function read(asked: KeyQuery, limit = Number.POSITIVE_INFINITY): Promise<string[]> {
  const found: string[] = [];
  for await (const { entry } of orderedKeys(db, asked)) {
    found.push(entry);
    if (found.length === limit) break;
  }
  return found;
}

describe('the keys of several partitions', () => {
  const bound = fc.nat({ max: 1_050 }).map((value) => String(value).padStart(4, '0'));

  it('come merged in one order: every key of the range after the position, once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          partitions: fc.subarray(PARTITIONS),
          range: fc.record({ from: bound, to: bound }),
          descending: fc.boolean(),
          after: fc.option(fc.oneof(bound, fc.constantFrom('', '~', '0')), { nil: undefined }),
          pageSize: fc.integer({ min: 1, max: 60 }),
        }),
        async (more) => {
          const asked = query(more);
          expect(await read(asked)).toEqual(model(asked));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are read no further than they are wanted', async () => {
    const requests: unknown[] = [];
    const client = {
      send(command: { input: unknown }) {
        requests.push(command.input);
        return db.client.send(command as never);
      },
    };
    const keys = orderedKeys(
      { ...db, client: client as unknown as typeof db.client },
      query({ pageSize: 3 }),
    );
    for (let taken = 0; taken < 3; taken++) await keys.next();
    expect(requests).toHaveLength(PARTITIONS.length);
    expect(requests).toContainEqual(expect.objectContaining({ Limit: 3 }));
  });

  it('of no partition, or of an empty range, are none, and nothing is read', async () => {
    expect(await read(query({ partitions: [] }))).toEqual([]);
    const broken = { send: () => Promise.reject(new Error('asked')) } as unknown as typeof db;
    for await (const key of orderedKeys(broken, query({ range: { from: '5', to: '4' } })))
      expect(key).toBeUndefined();
  });
});
