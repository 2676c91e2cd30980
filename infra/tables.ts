import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import {
  TABLE_NAMES,
  TABLES,
  type TableName,
  type Table as TableShape,
  TTL_ATTRIBUTE,
} from '../shared/tables.ts';
import { pascalCase } from './names.ts';

export type Tables = Readonly<Record<TableName, Table>>;

/** Makes every table of the service, with the names that CloudFormation gives them. */
export function createTables(scope: Construct, { removable }: { removable: boolean }): Tables {
  const tables = TABLE_NAMES.map((name) => [name, createTable(scope, name, removable)]);
  return Object.fromEntries(tables);
}

function createTable(scope: Construct, name: TableName, removable: boolean): Table {
  const { partition, sort, indexes, ttl, stream }: TableShape = TABLES[name];
  // Encrypted with a key that AWS owns: secrets are sealed apart by a key of ours before they get here, and a
  // key on the table would have to be granted to every function, the sealed secrets' readers or not.
  const table = new Table(scope, `${pascalCase(name)}Table`, {
    partitionKey: text(partition),
    ...(sort && { sortKey: text(sort) }),
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: !removable,
    removalPolicy: removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    ...(ttl && { timeToLiveAttribute: TTL_ATTRIBUTE }),
    ...(stream && { stream: StreamViewType.NEW_AND_OLD_IMAGES }),
  });
  for (const [indexName, index] of Object.entries(indexes)) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(index.partition),
      sortKey: text(index.sort),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
  return table;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });
