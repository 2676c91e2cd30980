import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Access, KeyAccess, TableAction } from '../functions/http/route.ts';
import { TABLES, type TableName } from '../shared/tables.ts';
import type { Tables } from './tables.ts';

/** What a function declares that it touches. */
export type Declaration = { access: Access; sealingKey?: readonly KeyAccess[] };

/** The statements of a role that allow what its function declares, and nothing else. */
export function grantsOf(
  { access, sealingKey = [] }: Declaration,
  tables: Tables,
  key: IKey,
): PolicyStatement[] {
  const declared = Object.entries(access) as [TableName, readonly TableAction[]][];
  return [
    ...declared.flatMap(([table, actions]) => tableGrants(table, actions, tables)),
    ...keyGrants(sealingKey, key),
  ];
}

function tableGrants(name: TableName, actions: readonly TableAction[], tables: Tables): PolicyStatement[] {
  const { tableArn } = tables[name];
  const ofTable = actions.filter((action) => action !== 'QueryIndex');
  const indexes = Object.keys(TABLES[name].indexes).map((index) => `${tableArn}/index/${index}`);
  return [
    ...(ofTable.length > 0
      ? [
          allow(
            ofTable.map((action) => `dynamodb:${action}`),
            [tableArn],
          ),
        ]
      : []),
    ...(actions.includes('QueryIndex') ? [allow(['dynamodb:Query'], indexes)] : []),
  ];
}

/**
 * The purpose is part of what KMS binds to a ciphertext: a role cannot unseal what was sealed for another
 * one.
 */
function keyGrants(declared: readonly KeyAccess[], key: IKey): PolicyStatement[] {
  return declared.map(
    ({ action, purpose }) =>
      new PolicyStatement({
        actions: [`kms:${action}`],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:EncryptionContext:purpose': purpose } },
      }),
  );
}

const allow = (actions: string[], resources: string[]) => new PolicyStatement({ actions, resources });
