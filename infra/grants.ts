import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { SealingAccess, TableAction } from '../functions/http/route.ts';
import { TABLES, type TableName } from '../shared/tables.ts';
import type { FunctionAccess } from './function-access.ts';
import type { KeySecrets } from './signing-keys.ts';
import type { Tables } from './tables.ts';

/** The resources of a deployment that functions declare access to. */
export type GrantedResources = { tables: Tables; sealingKey: IKey; keySecrets: KeySecrets };

/** Returns the statements of a role: what the function declares, and nothing else. */
export function grantsOf(
  { access, sealingKey = [], signingKeys }: FunctionAccess,
  resources: GrantedResources,
): PolicyStatement[] {
  const declared = Object.entries(access) as [TableName, readonly TableAction[]][];
  return [
    ...declared.flatMap(([table, actions]) => tableGrants(table, actions, resources.tables)),
    ...keyGrants(sealingKey, resources.sealingKey),
    ...(signingKeys ? [secretGrant(signingKeys, resources.keySecrets)] : []),
  ];
}

function tableGrants(name: TableName, actions: readonly TableAction[], tables: Tables): PolicyStatement[] {
  const { tableArn } = tables[name];
  const ofTable = actions.filter((action) => action !== 'QueryIndex' && action !== 'MarkUse');
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
    ...(actions.includes('MarkUse') ? [markUse(tableArn)] : []),
    ...(actions.includes('QueryIndex') ? [allow(['dynamodb:Query'], indexes)] : []),
  ];
}

/**
 * Lets a function set the day of the latest use of a key, and read or set no other attribute by that: not the secret. The
 * request names the attributes, and `Null` refuses one that names none.
 */
const markUse = (tableArn: string) =>
  new PolicyStatement({
    actions: ['dynamodb:UpdateItem'],
    resources: [tableArn],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['id', 'lastUsedAt'] },
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
      Null: { 'dynamodb:Attributes': 'false' },
    },
  });

/** KMS binds the purpose to a ciphertext: a role cannot unseal secrets that were sealed for another purpose. */
function keyGrants(declared: readonly SealingAccess[], key: IKey): PolicyStatement[] {
  return declared.map(
    ({ action, purpose }) =>
      new PolicyStatement({
        actions: [`kms:${action}`],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:EncryptionContext:purpose': purpose } },
      }),
  );
}

const READ = ['secretsmanager:GetSecretValue'];
const WRITE = ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'];

/** The private halves are readable for what signs and for the rotation, and for nothing else. */
function secretGrant(
  declared: NonNullable<FunctionAccess['signingKeys']>,
  { signing, published }: KeySecrets,
): PolicyStatement {
  switch (declared) {
    case 'sign':
      return allow(READ, [signing.attrId]);
    case 'verify':
      return allow(READ, [published.attrId]);
    case 'rotate':
      return allow([...READ, ...WRITE], [signing.attrId, published.attrId]);
  }
}

const allow = (actions: string[], resources: string[]) => new PolicyStatement({ actions, resources });
