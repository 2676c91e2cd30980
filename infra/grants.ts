import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { KeyAccess, TableAction } from '../functions/http/route.ts';
import { TABLES, type TableName } from '../shared/tables.ts';
import type { Declaration } from './function-access.ts';
import type { Tables } from './tables.ts';

/** What functions may be granted something of. */
export type Stores = { tables: Tables; sealingKey: IKey; signingKeys: CfnSecret };

/** The statements of a role that allow what its function declares, and nothing else. */
export function grantsOf(
  { access, sealingKey = [], signingKeys }: Declaration,
  stores: Stores,
): PolicyStatement[] {
  const declared = Object.entries(access) as [TableName, readonly TableAction[]][];
  return [
    ...declared.flatMap(([table, actions]) => tableGrants(table, actions, stores.tables)),
    ...keyGrants(sealingKey, stores.sealingKey),
    ...(signingKeys ? [allow(SECRET_ACTIONS[signingKeys], [stores.signingKeys.attrId])] : []),
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

const SECRET_ACTIONS = {
  read: ['secretsmanager:GetSecretValue'],
  write: [
    'secretsmanager:GetSecretValue',
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecretVersionStage',
  ],
};

const allow = (actions: string[], resources: string[]) => new PolicyStatement({ actions, resources });
