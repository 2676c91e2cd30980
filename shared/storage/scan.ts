import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../tables.ts';
import type { Database, Item } from './database.ts';

/** Requests after the first read this many items. */
const LATER_PAGES = 100;

/**
 * Every item of a table whose key is `id`, after an id, in an order without meaning. The table is read as the items are
 * needed; the first request reads `pageSize` items. For tables that stay small, or lists that few people read.
 */
export async function* scanItems(
  db: Database,
  table: TableName,
  { after, pageSize }: { after: string | undefined; pageSize: number },
): AsyncGenerator<Item, void, undefined> {
  let startKey: Item | undefined = after === undefined ? undefined : { id: after };
  for (let limit = pageSize; ; limit = LATER_PAGES) {
    const { Items = [], LastEvaluatedKey } = await db.client.send(
      new ScanCommand({ TableName: db.tables[table], ExclusiveStartKey: startKey, Limit: limit }),
    );
    yield* Items;
    if (!LastEvaluatedKey) return;
    startKey = LastEvaluatedKey;
  }
}
