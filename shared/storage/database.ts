import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export type Database = DynamoDBDocumentClient;

/**
 * The database client that a function makes once, when it is loaded. DynamoDB answers in milliseconds: a second
 * without an answer is a lost connection, and the retry goes out while the caller still waits. In milliseconds.
 */
export const openDatabase = (timeouts = { connectionTimeout: 1_000, requestTimeout: 1_500 }): Database =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 4,
      requestHandler: { ...timeouts, throwOnRequestTimeout: true },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
