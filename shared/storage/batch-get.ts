import { BatchGetCommand, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Database } from './database.ts';
import { type Item, UnavailableError } from './unavailable.ts';

/** What one BatchGetItem may ask for. */
export const BATCH_GET_LIMIT = 100;
const ATTEMPTS = 4;
/** As many requests are under way side by side: one caller's list must not take the table from all others. */
const AT_ONCE = 8;

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
  const items: Item[] = [];
  while (chunks.length > 0) {
    const wave = chunks.splice(0, AT_ONCE);
    items.push(...(await Promise.all(wave.map((chunk) => getChunk(db, table, chunk, consistent)))).flat());
  }
  return items;
}

const getChunk = async (
  db: Database,
  table: string,
  keys: readonly Item[],
  consistent: boolean,
): Promise<Item[]> => (await getTogether(db, { [table]: keys }, { consistent }))[table] ?? [];

/**
 * The items of some keys of several tables, by table, in one request: 100 keys at most. What DynamoDB leaves
 * unprocessed is asked for again.
 */
export async function getTogether(
  db: Database,
  wanted: Record<string, readonly Item[]>,
  { consistent = false } = {},
): Promise<Record<string, Item[]>> {
  const items: Record<string, Item[]> = {};
  let missing: NonNullable<BatchGetCommandOutput['UnprocessedKeys']> = Object.fromEntries(
    Object.entries(wanted).map(([table, keys]) => [table, { Keys: [...keys], ConsistentRead: consistent }]),
  );
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { Responses = {}, UnprocessedKeys = {} } = await db.send(
      new BatchGetCommand({ RequestItems: missing }),
    );
    for (const [table, found] of Object.entries(Responses))
      items[table] = [...(items[table] ?? []), ...found];
    missing = UnprocessedKeys;
    if (Object.keys(missing).length === 0) return items;
    await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt * Math.random()));
  }
  throw new UnavailableError('DynamoDB left keys of a batch read unprocessed');
}
