import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  conditionalWrite,
  hasEvent,
  ReturnValuesOnConditionCheckFailure,
  wasWritten,
} from '../storage/conditional-write.ts';
import type { Database } from '../storage/database.ts';
import { SETTINGS_ID, type SettingsItem } from './settings.ts';

/** Consistent read; undefined before the first change. */
export async function getSettingsItem(db: Database): Promise<SettingsItem | undefined> {
  const { Item } = await db.client.send(
    new GetCommand({ TableName: db.tables.settings, Key: { id: SETTINGS_ID }, ConsistentRead: true }),
  );
  return Item as SettingsItem | undefined;
}

/** Stores settings in place of the version before: false when another request was faster. */
export async function storeSettings(db: Database, item: SettingsItem): Promise<boolean> {
  const first = item.version === 1;
  const written = await conditionalWrite(
    db.client.send(
      new PutCommand({
        TableName: db.tables.settings,
        Item: item,
        ConditionExpression: first ? 'attribute_not_exists(id)' : 'version = :before',
        ...(!first && { ExpressionAttributeValues: { ':before': item.version - 1 } }),
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  return wasWritten(written, hasEvent(item.lastEvent));
}
