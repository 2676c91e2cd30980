import { describe, expect, it } from 'vitest';
import { accessOf, type Route } from '../../functions/http/route.ts';
import { ROUTES } from '../../functions/routes.ts';
import { TABLES, type TableName, tableVariable } from '../../shared/tables.ts';
import { synthesise } from './synthesise.ts';

const deployment = synthesise({ eventBus: 'true' });
const OWN_LOG = ['logs:CreateLogStream own log', 'logs:PutLogEvents own log'];
const purpose = (name: string) => JSON.stringify({ StringEquals: { 'kms:EncryptionContext:purpose': name } });
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

describe('the role of a function', () => {
  it.each(ROUTES.map((route) => [nameOf(route), route] as const))(
    '%s allows what is declared, and its log',
    (name, route) => {
      const tables = Object.entries(accessOf(route)).flatMap(([table, actions]) =>
        actions.flatMap((action) => {
          const variable = tableVariable(table as TableName);
          if (action !== 'QueryIndex') return [`dynamodb:${action} ${variable}`];
          return Object.keys(TABLES[table as TableName].indexes).map(
            (index) => `dynamodb:Query ${variable}/index/${index}`,
          );
        }),
      );
      const key = (route.sealingKey ?? []).map(
        ({ action, purpose: of }) => `kms:${action} SEALING_KEY ${purpose(of)}`,
      );
      expect(deployment.allowedTo(name)).toEqual([...OWN_LOG, ...tables, ...key].sort());
    },
  );

  it('redeem can neither read nor list tokens, nor unseal anything', () => {
    expect(deployment.allowedTo('POST /tokens/redeem')).toEqual([
      'dynamodb:GetItem KEYS_TABLE',
      'dynamodb:GetItem USERS_TABLE',
      'dynamodb:UpdateItem TOKENS_TABLE',
      ...OWN_LOG,
    ]);
  });

  it('the function of unknown routes can touch nothing', () => {
    expect(deployment.allowedTo('Answers what no route takes')).toEqual(OWN_LOG);
  });

  it('no function can do everything with something, or something with everything', () => {
    const wild = allFunctions().flatMap((name) =>
      deployment.allowedTo(name).filter((grant) => grant.includes('*')),
    );
    expect(wild).toEqual(['dynamodb:ListStreams *', 's3:PutObject FAILURES/aws/lambda/*']);
  });

  it('what is not part of a role is granted to nobody', () => {
    expect(deployment.all('AWS::IAM::Policy')).toEqual([]);
    expect(deployment.all('AWS::IAM::ManagedPolicy')).toEqual([]);
  });
});

describe('the sealing key', () => {
  const uses = (action: string) =>
    allFunctions().flatMap((name) =>
      deployment
        .allowedTo(name)
        .filter((grant) => grant.startsWith(`kms:${action} `))
        .map((grant) => [name, grant.slice(grant.indexOf('{'))]),
    );

  it('unseals the secrets of tokens for reveal alone, and of repeated creations for create alone', () => {
    expect(uses('Decrypt')).toEqual([
      ['POST /tokens', purpose('idempotency')],
      ['POST /tokens/{id}/reveal', purpose('token')],
    ]);
  });

  it('seals for create and rotate alone', () => {
    expect(uses('Encrypt')).toEqual([
      ['POST /tokens', purpose('idempotency')],
      ['POST /tokens', purpose('token')],
      ['POST /tokens/{id}/rotate', purpose('token')],
    ]);
  });

  it('is used in no other way', () => {
    const grants = allFunctions().flatMap((name) => deployment.allowedTo(name));
    const others = grants.filter(
      (grant) => /SEALING_KEY|kms:/.test(grant) && !/^kms:(En|De)crypt SEALING_KEY {/.test(grant),
    );
    expect(others).toEqual([]);
  });
});

describe('the functions without a route', () => {
  it('the consumer reads streams, writes history and sets aside what it cannot write', () => {
    expect(deployment.allowedTo('Turns what the streams tell into history')).toEqual(
      [
        ...OWN_LOG,
        'dynamodb:PutItem EVENTS_TABLE',
        'dynamodb:UpdateItem EVENTS_TABLE',
        'dynamodb:UpdateItem COUNTERS_TABLE',
        'dynamodb:UpdateItem TOKENS_TABLE',
        ...['TOKENS_TABLE', 'USERS_TABLE', 'KEYS_TABLE'].flatMap((table) =>
          ['DescribeStream', 'GetRecords', 'GetShardIterator'].map(
            (action) => `dynamodb:${action} ${table}.StreamArn`,
          ),
        ),
        'dynamodb:ListStreams *',
        'events:PutEvents BUS',
        's3:ListBucket FAILURES',
        's3:PutObject FAILURES/aws/lambda/*',
      ].sort(),
    );
  });

  it('the maker of administrator keys adds keys and reads nothing', () => {
    expect(deployment.allowedTo("Makes an administrator's key")).toEqual([
      'dynamodb:PutItem KEYS_TABLE',
      ...OWN_LOG,
    ]);
  });
});

function allFunctions(): string[] {
  return deployment
    .all('AWS::Lambda::Function')
    .map(({ Properties }) => String(Properties.Description))
    .sort();
}
