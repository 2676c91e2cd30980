import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { hasEvent, putIfAbsent, wasWritten } from '../storage/conditional-write.ts';
import type { Database } from '../storage/database.ts';
import { isToken, type TokenItem } from './token-item.ts';

/** Consistent read. */
export async function getToken(db: Database, id: string): Promise<TokenItem | undefined> {
  const { Item } = await db.client.send(
    new GetCommand({ TableName: db.tables.tokens, Key: { id }, ConsistentRead: true }),
  );
  return isToken(Item) ? Item : undefined;
}

export async function storeToken(db: Database, item: TokenItem): Promise<void> {
  if (!wasWritten(await putIfAbsent(db, 'tokens', item), hasEvent(item.lastEvent)))
    throw new Error('a token of this id exists');
}
