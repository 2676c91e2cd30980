import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { config } from '../../functions/runtime/config.ts';
import { createTables } from '../../local/create-tables.ts';
import { TABLE_NAMES, TABLES, type Table, TTL_ATTRIBUTE } from '../../shared/tables.ts';
import { createTestTables } from '../support/database.ts';
import { useDatabase } from '../support/fixture.ts';

const client = new DynamoDBClient();

useDatabase();

describe('the local tables', () => {
  test.each(TABLE_NAMES)(
    '%s has the keys, indexes, stream and time to live that are declared',
    async (name) => {
      const declared: Table = TABLES[name];
      const TableName = config.tables[name];
      const { Table: made } = await client.send(new DescribeTableCommand({ TableName }));
      const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
      expect(made?.KeySchema?.map((key) => key.AttributeName)).toEqual(
        [declared.partition, declared.sort].filter((key) => key !== undefined),
      );
      const indexes = (made?.GlobalSecondaryIndexes ?? []).map((index) => [
        index.IndexName,
        ...(index.KeySchema ?? []).map((key) => key.AttributeName),
        index.Projection?.ProjectionType,
      ]);
      expect(indexes.sort()).toEqual(
        Object.entries(declared.indexes)
          .map(([index, key]) => [index, key.partition, key.sort, 'KEYS_ONLY'])
          .sort(),
      );
      expect(made?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
      expect(made?.StreamSpecification?.StreamViewType).toBe(
        declared.stream ? 'NEW_AND_OLD_IMAGES' : undefined,
      );
      expect(ttl?.AttributeName).toBe(declared.ttl ? TTL_ATTRIBUTE : undefined);
    },
  );

  test('making them again leaves them as they are', async () => {
    await expect(createTestTables()).resolves.toBeUndefined();
  });

  test('data of a version with other indexes is refused', async () => {
    const tables = { ...config.tables, tokens: config.tables.users };
    await expect(createTables(client, tables)).rejects.toThrow(
      /^users has keys or indexes of another version/,
    );
  });
});
