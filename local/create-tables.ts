import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type CreateTableCommandOutput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { TABLE_NAMES, TABLES, type Table, type TableName, TTL_ATTRIBUTE } from '../shared/tables.ts';

type Key = { partition: string; sort?: string };
type Keyed = Pick<TableDescription, 'KeySchema' | 'GlobalSecondaryIndexes'>;

/** Makes the tables that are not there yet. Throws when there is one with other keys or indexes. */
export async function createTables(client: DynamoDBClient, names: Record<TableName, string>): Promise<void> {
  await Promise.all(TABLE_NAMES.map((table) => createTable(client, names[table], TABLES[table])));
}

async function createTable(client: DynamoDBClient, TableName: string, table: Table): Promise<void> {
  let made: CreateTableCommandOutput;
  try {
    made = await client.send(new CreateTableCommand({ TableName, ...definition(table) }));
  } catch (error) {
    if (error instanceof ResourceInUseException) return expectSame(client, TableName, table);
    throw error;
  }
  // DynamoDB Local creates tables at once; another DynamoDB may take seconds.
  if (made.TableDescription?.TableStatus !== 'ACTIVE')
    await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
  if (!table.ttl) return;
  const TimeToLiveSpecification = { AttributeName: TTL_ATTRIBUTE, Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

/** Data that an earlier version left would fail later, and say less about why. */
async function expectSame(client: DynamoDBClient, TableName: string, table: Table): Promise<void> {
  const { Table: found = {} } = await client.send(new DescribeTableCommand({ TableName }));
  if (keysOf(found) !== keysOf(definition(table))) {
    throw new Error(`${TableName} has keys or indexes of another version of this service: remove that data`);
  }
}

const keysOf = ({ KeySchema, GlobalSecondaryIndexes = [] }: Keyed): string =>
  [{ IndexName: '', KeySchema }, ...GlobalSecondaryIndexes]
    .map(({ IndexName, KeySchema: key = [] }) =>
      [IndexName, ...key.map(({ AttributeName }) => AttributeName)].join(' '),
    )
    .sort()
    .join();

function definition(table: Table): Omit<CreateTableCommandInput, 'TableName'> {
  const indexes = Object.entries(table.indexes);
  const attributes = new Set([table, ...Object.values(table.indexes)].flatMap(attributesOf));
  return {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema(table),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map(([IndexName, key]) => ({
        IndexName,
        KeySchema: keySchema(key),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
    ...(table.stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  };
}

const attributesOf = ({ partition, sort }: Key): string[] =>
  sort === undefined ? [partition] : [partition, sort];

const keySchema = (key: Key) =>
  attributesOf(key).map((AttributeName, position) => ({
    AttributeName,
    KeyType: position === 0 ? ('HASH' as const) : ('RANGE' as const),
  }));
