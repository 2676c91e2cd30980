import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import {
  TABLE_NAMES,
  TABLES,
  type TableName,
  type Table as TableShape,
  TTL_ATTRIBUTE,
} from '../shared/tables.ts';

export type Tables = Readonly<Record<TableName, Table>>;

export type TableProtection = { removalPolicy: RemovalPolicy; deletionProtection: boolean };

/** Creates every table of the service. CloudFormation chooses their names. */
export function createTables(scope: Construct, protection: TableProtection): Tables {
  const tables = TABLE_NAMES.map((name) => [name, createTable(scope, name, protection)]);
  return Object.fromEntries(tables);
}

function createTable(
  scope: Construct,
  name: TableName,
  { removalPolicy, deletionProtection }: TableProtection,
): Table {
  const { partition, sort, indexes, ttl, stream }: TableShape = TABLES[name];
  // Tables use the key that AWS owns. A key of the account would be granted to every function, and the sealing key
  // already protects the secrets of tokens from functions that need not read them.
  const table = new Table(scope, `${capitalise(name)}Table`, {
    partitionKey: text(partition),
    ...(sort && { sortKey: text(sort) }),
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection,
    removalPolicy,
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

const capitalise = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const text = (name: string) => ({ name, type: AttributeType.STRING });
