import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../tables.ts';
import type { Database, Item } from './database.ts';

export type ScanPage = { after: string | undefined; pageSize: number; consistent?: boolean };

/** Requests after the first read this many items. */
const LATER_PAGES = 100;

/**
 * The items of a table with the key `id`, after an id, in the order of a Scan. Requests pages as the caller consumes
 * items; the first page has `pageSize` items. For small tables and rarely read lists.
 */
export async function* scanItems(
  db: Database,
  table: TableName,
  { after, pageSize, consistent = false }: ScanPage,
): AsyncGenerator<Item, void, undefined> {
  let startKey: Item | undefined = after === undefined ? undefined : { id: after };
  for (let limit = pageSize; ; limit = LATER_PAGES) {
    const { Items = [], LastEvaluatedKey } = await db.client.send(
      new ScanCommand({
        TableName: db.tables[table],
        ExclusiveStartKey: startKey,
        Limit: limit,
        ConsistentRead: consistent,
      }),
    );
    yield* Items;
    if (!LastEvaluatedKey) return;
    startKey = LastEvaluatedKey;
  }
}
