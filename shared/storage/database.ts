import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../tables.ts';
import { keepDeadline } from './deadline.ts';

export type TableNames = Readonly<Record<TableName, string>>;

/** An item of any table. */
export type Item = Record<string, NativeAttributeValue>;

/** The tables of one deployment. */
export type Database = {
  client: DynamoDBDocumentClient;
  /** The name of each table in this deployment. */
  tables: TableNames;
  /** Encrypts cursors: 32 bytes. */
  cursorKey: Uint8Array;
};

/**
 * Opens the tables. DynamoDB answers in milliseconds: after 1.5 seconds without an answer the connection is lost, and the
 * SDK repeats the request. Timeouts are in milliseconds.
 */
export const openDatabase = (
  { tables, sealingKeyId }: { tables: TableNames; sealingKeyId: string },
  timeouts = { connectionTimeout: 1_000, requestTimeout: 1_500 },
): Database => ({
  client: DynamoDBDocumentClient.from(
    keepDeadline(
      new DynamoDBClient({
        maxAttempts: 4,
        requestHandler: { ...timeouts, throwOnRequestTimeout: true },
      }),
    ),
    { marshallOptions: { removeUndefinedValues: true } },
  ),
  tables,
  // Callers of the API know neither the names of the tables nor the id of the key.
  cursorKey: createHash('sha256')
    .update(JSON.stringify(['cursors', sealingKeyId, tables]))
    .digest(),
});
