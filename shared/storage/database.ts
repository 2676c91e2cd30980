import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../tables.ts';

export type TableNames = Readonly<Record<TableName, string>>;

/** An item of any table. */
export type Item = Record<string, NativeAttributeValue>;

/** The tables of one deployment. */
export type Database = {
  client: DynamoDBDocumentClient;
  /** The name of each table in this deployment. */
  tables: TableNames;
  /** Seals cursors: 32 bytes. */
  cursorKey: Uint8Array;
};

/**
 * Opens the tables. DynamoDB answers in milliseconds: a request without an answer for 1.5 seconds is a lost connection,
 * and is repeated while the caller waits. Timeouts are in milliseconds.
 */
export const openDatabase = (
  { tables, sealingKeyId }: { tables: TableNames; sealingKeyId: string },
  timeouts = { connectionTimeout: 1_000, requestTimeout: 1_500 },
): Database => ({
  client: DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 4,
      requestHandler: { ...timeouts, throwOnRequestTimeout: true },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  ),
  tables,
  // Callers know neither name: only the account of the deployment does.
  cursorKey: createHash('sha256')
    .update(JSON.stringify(['cursors', sealingKeyId, tables]))
    .digest(),
});
