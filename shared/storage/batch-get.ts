import { BatchGetCommand, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../tables.ts';
import type { Database, Item } from './database.ts';
import { backOff, UnavailableError } from './unavailable.ts';

/** The most keys of one BatchGetItem. */
export const BATCH_GET_LIMIT = 100;
const MAX_TRIES = 4;
/** In milliseconds. */
const BACKOFF = { base: 25 };
/** The most requests at once: one list must not use up the capacity of the table. */
const PARALLEL_REQUESTS = 8;

/** The existing items of some keys, in no order: one request per 100 keys. Throws an `UnavailableError`. */
export async function batchGet(
  db: Database,
  table: TableName,
  keys: readonly Item[],
  options: { consistent?: boolean } = {},
): Promise<Item[]> {
  const chunks = [];
  for (let at = 0; at < keys.length; at += BATCH_GET_LIMIT) chunks.push(keys.slice(at, at + BATCH_GET_LIMIT));
  const items: Item[] = [];
  while (chunks.length > 0) {
    const wave = chunks.splice(0, PARALLEL_REQUESTS);
    const found = await Promise.all(wave.map((chunk) => batchGetTables(db, { [table]: chunk }, options)));
    items.push(...found.flatMap((tables) => tables[table] ?? []));
  }
  return items;
}

type Keys = Partial<Record<TableName, readonly Item[]>>;

/**
 * The existing items of up to 100 keys of several tables, by table, in one request. Requests unprocessed keys again.
 * Throws an `UnavailableError` when keys stay unprocessed: an overload must not look like missing items.
 */
export async function batchGetTables(
  db: Database,
  wanted: Keys,
  { consistent = false }: { consistent?: boolean } = {},
): Promise<Partial<Record<TableName, Item[]>>> {
  const tables = Object.keys(wanted) as TableName[];
  const found = new Map<string, Item[]>();
  let missing: NonNullable<BatchGetCommandOutput['UnprocessedKeys']> = Object.fromEntries(
    tables.map((table) => [
      db.tables[table],
      { Keys: [...(wanted[table] ?? [])], ConsistentRead: consistent },
    ]),
  );
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const { Responses = {}, UnprocessedKeys = {} } = await db.client.send(
      new BatchGetCommand({ RequestItems: missing }),
    );
    for (const [name, items] of Object.entries(Responses))
      found.set(name, [...(found.get(name) ?? []), ...items]);
    missing = UnprocessedKeys;
    if (Object.keys(missing).length === 0)
      return Object.fromEntries(tables.map((table) => [table, found.get(db.tables[table]) ?? []]));
    await backOff(tries, BACKOFF);
  }
  throw new UnavailableError('DynamoDB left keys of a batch read unprocessed');
}
