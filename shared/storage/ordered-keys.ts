import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../tables.ts';
import type { Database, Item } from './database.ts';

/** A range of sort keys, both ends inclusive. */
export type Range = { from: string; to: string };

export type KeyQuery = {
  table: TableName;
  index?: string;
  partitionKey: string;
  /** Read in parallel and merged into one order. */
  partitions: readonly string[];
  sortKey: string;
  range: Range;
  descending: boolean;
  /** A sort key: only keys after it in the order. */
  after?: string | undefined;
  /** The number of keys in the first request to each partition. Later requests double it. */
  pageSize: number;
};

const LARGEST_PAGE = 500;

type Shard = { partition: string; keys: Item[]; next: number; startKey: Item | undefined; done: boolean };

/** The keys in a range of some partitions, in the order of their sort keys. Requests pages as the caller consumes keys. */
export async function* orderedKeys(db: Database, query: KeyQuery): AsyncGenerator<Item, void, undefined> {
  const range = remaining(query);
  if (range.from > range.to) return;
  const shards = query.partitions.map(
    (partition): Shard => ({ partition, keys: [], next: 0, startKey: undefined, done: false }),
  );
  let pageSize = query.pageSize + (query.after === undefined ? 0 : 1);
  for (;;) {
    const empty = shards.filter(({ done, next, keys }) => !done && next === keys.length);
    if (empty.length > 0) {
      await Promise.all(empty.map((shard) => readPage(db, query, range, shard, pageSize)));
      pageSize = Math.min(pageSize * 2, LARGEST_PAGE);
      continue;
    }
    const shard = first(shards, query);
    if (!shard) return;
    const key = shard.keys[shard.next++];
    if (key && key[query.sortKey] !== query.after) yield key;
  }
}

/** `after` narrows the range, but stays in it: BETWEEN is inclusive, so the caller skips the one key. */
function remaining({ range: { from, to }, after, descending }: KeyQuery): Range {
  if (after === undefined) return { from, to };
  return descending ? { from, to: after < to ? after : to } : { from: after > from ? after : from, to };
}

async function readPage(
  db: Database,
  query: KeyQuery,
  range: Range,
  shard: Shard,
  limit: number,
): Promise<void> {
  const { Items = [], LastEvaluatedKey } = await db.client.send(
    new QueryCommand({
      TableName: db.tables[query.table],
      IndexName: query.index,
      KeyConditionExpression: '#partition = :partition AND #sort BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#partition': query.partitionKey, '#sort': query.sortKey },
      ExpressionAttributeValues: { ':partition': shard.partition, ':from': range.from, ':to': range.to },
      ScanIndexForward: !query.descending,
      ExclusiveStartKey: shard.startKey,
      Limit: limit,
    }),
  );
  Object.assign(shard, { keys: Items, next: 0, startKey: LastEvaluatedKey, done: !LastEvaluatedKey });
}

function first(shards: readonly Shard[], { sortKey, descending }: KeyQuery): Shard | undefined {
  let best: Shard | undefined;
  let bestKey = '';
  for (const shard of shards) {
    const key = shard.keys[shard.next]?.[sortKey];
    if (typeof key === 'string' && (!best || (descending ? key > bestKey : key < bestKey))) {
      best = shard;
      bestKey = key;
    }
  }
  return best;
}
