import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import { createTables } from '../../local/create-tables.ts';
import { type Database, openDatabase } from '../../shared/storage/database.ts';
import { TABLE_NAMES, type TableName } from '../../shared/tables.ts';

/** Creates the tables of this test file that do not exist yet. */
export async function createTestTables(): Promise<void> {
  const client = new DynamoDBClient();
  await createTables(client, config.tables);
  client.destroy();
}

/** The tables of this test file, with a client that no handler uses. */
export const testDatabase = (timeouts?: Parameters<typeof openDatabase>[1]): Database =>
  openDatabase(config, timeouts);

/** With long timeouts, for hundreds of requests at once on a machine with few cores. */
export const patientDatabase = (): Database =>
  testDatabase({ connectionTimeout: 30_000, requestTimeout: 30_000 });

/** A database with the answers of the test, for faults that a healthy engine does not show. */
export const mockDatabase = (client: unknown): Database => ({
  client: client as DynamoDBDocumentClient,
  tables: Object.fromEntries(TABLE_NAMES.map((name) => [name, name])) as Record<TableName, string>,
  cursorKey: new Uint8Array(32),
});
