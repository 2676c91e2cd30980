import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from './database.ts';
import { type Item, UnavailableError } from './failure.ts';

/** What one BatchGetItem may ask for. */
export const BATCH_GET_LIMIT = 100;
const ATTEMPTS = 4;

/**
 * The items that exist among `keys`, in no order: one request per 100 keys. Keys that DynamoDB leaves unprocessed are
 * asked for again; should it go on leaving some, that is an outage and not an empty answer.
 */
export async function batchGet(
  db: Database,
  table: string,
  keys: readonly Item[],
  { consistent = false } = {},
): Promise<Item[]> {
  const chunks = [];
  for (let at = 0; at < keys.length; at += BATCH_GET_LIMIT) chunks.push(keys.slice(at, at + BATCH_GET_LIMIT));
  return (await Promise.all(chunks.map((chunk) => getChunk(db, table, chunk, consistent)))).flat();
}

async function getChunk(
  db: Database,
  table: string,
  keys: readonly Item[],
  consistent: boolean,
): Promise<Item[]> {
  const items: Item[] = [];
  let missing: Item[] = [...keys];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: missing, ConsistentRead: consistent } } }),
    );
    items.push(...(Responses?.[table] ?? []));
    missing = UnprocessedKeys?.[table]?.Keys ?? [];
    if (missing.length === 0) return items;
    await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt * Math.random()));
  }
  throw new UnavailableError('DynamoDB left keys of a batch read unprocessed');
}
