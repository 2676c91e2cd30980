import { GetCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import type { Actor, LastEvent } from '../event/event.ts';
import type { PunchOut } from '../principal/punch-out.ts';
import type { Role } from '../principal/role.ts';
import type { Database } from '../storage/database.ts';
import { conditional, type Item } from '../storage/unavailable.ts';

const TableName = config.tables.keys;

export type KeyItem = {
  id: string;
  secretHash: Uint8Array;
  name: string;
  role: Role;
  /** In lower case; absent: not limited. */
  domains?: readonly string[] | undefined;
  /** Of the role `procurement`, and of no other. */
  punchOut?: PunchOut | undefined;
  /** Epoch seconds; absent: never. */
  expiresAt?: number | undefined;
  createdBy: Actor;
  lastEvent: LastEvent;
  ttl?: number | undefined;
};

/** A deleted key keeps its last event, and nothing that opens anything. */
const isKey = (item: Item | undefined): item is KeyItem => item?.secretHash !== undefined;

export async function getKey(db: Database, id: string): Promise<KeyItem | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }));
  return isKey(Item) ? Item : undefined;
}

/** Stores a new key: whether it did, or there was one of this id. */
export async function putKey(db: Database, item: KeyItem): Promise<boolean> {
  const written = await conditional(
    db.send(
      new PutCommand({
        TableName,
        Item: item,
        ConditionExpression: 'attribute_not_exists(id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  return 'done' in written || written.met?.lastEvent?.id === item.lastEvent.id;
}

/** Deletes a key: whether there was one. */
export async function buryKey(db: Database, id: string, event: LastEvent): Promise<boolean> {
  const written = await conditional(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'SET lastEvent = :event, #ttl = :ttl REMOVE secretHash',
        ConditionExpression: 'attribute_exists(secretHash)',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':event': event, ':ttl': event.at + config.historyRetention },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  return 'done' in written || written.met?.lastEvent?.id === event.id;
}

/** Keys, and what deleted ones left, in no order that means anything, after a position (a key id): one request. There are few, so a scan is fair. */
export async function scanKeys(
  db: Database,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<{ scanned: { id: string; key: KeyItem | undefined }[]; next: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await db.send(
    new ScanCommand({
      TableName,
      ExclusiveStartKey: after === undefined ? undefined : { id: after },
      Limit: limit,
    }),
  );
  const scanned = Items.map((item) => ({ id: String(item.id), key: isKey(item) ? item : undefined }));
  return { scanned, next: LastEvaluatedKey?.id };
}
