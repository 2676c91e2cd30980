import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import { createTables } from '../../local/create-tables.ts';

/** Makes the tables of this test file; call it in `beforeAll`. */
export async function makeTables(): Promise<void> {
  const client = new DynamoDBClient();
  await createTables(client, config.tables);
  client.destroy();
}
