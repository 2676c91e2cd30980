import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { toSeconds } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { transientItem } from '../transient/kinds.ts';
import type { Procurement } from './procurement.ts';

/**
 * Stores the fields that a procurement system sent at an instant in epoch milliseconds. A login code refers to them by
 * `id`, that of the session or of the token, and its exchange returns them.
 */
export async function storeProcurement(
  db: Database,
  id: string,
  procurement: Procurement,
  time: number,
): Promise<void> {
  const Item = transientItem('punchout', id, toSeconds(time), { procurement });
  await db.client.send(new PutCommand({ TableName: db.tables.transient, Item }));
}
