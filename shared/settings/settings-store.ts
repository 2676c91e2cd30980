import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import type { Database } from '../storage/database.ts';
import { conditional } from '../storage/unavailable.ts';
import { SETTINGS_ID, type SettingsItem } from './settings.ts';

const TableName = config.tables.settings;

export async function getSettings(db: Database): Promise<SettingsItem | undefined> {
  const { Item } = await db.send(
    new GetCommand({ TableName, Key: { id: SETTINGS_ID }, ConsistentRead: true }),
  );
  return Item as SettingsItem | undefined;
}

/** Stores settings in place of those of the version before: whether it did, or others were set meanwhile. */
export async function putSettings(db: Database, item: SettingsItem): Promise<boolean> {
  const first = item.version === 1;
  const written = await conditional(
    db.send(
      new PutCommand({
        TableName,
        Item: item,
        ConditionExpression: first ? 'attribute_not_exists(id)' : 'version = :before',
        ...(!first && { ExpressionAttributeValues: { ':before': item.version - 1 } }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  return 'done' in written || written.met?.lastEvent?.id === item.lastEvent.id;
}
