import { describe, expect, it } from 'vitest';
import { accessOf, type Route } from '../../functions/http/route.ts';
import { ROUTES } from '../../functions/routes.ts';
import {
  CREATE_ADMIN_KEY,
  PUBLISH_EVENTS,
  RECORD_HISTORY,
  ROTATE_SIGNING_KEYS,
} from '../../functions/workers/workers.ts';
import { functionAccess } from '../../infra/function-access.ts';
import { TABLES, type TableName, tableVariable } from '../../shared/tables.ts';
import { synthesise } from './synthesise.ts';

const deployment = synthesise({ eventBus: 'true' });
const OWN_LOG = ['logs:CreateLogStream own log', 'logs:PutLogEvents own log'];
const purpose = (name: string) => JSON.stringify({ StringEquals: { 'kms:EncryptionContext:purpose': name } });

/** Of a key, its last use alone: no role of a route can set a secret or a role by that. */
const MARK_USE = JSON.stringify({
  'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['id', 'lastUsedAt'] },
  StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
  Null: { 'dynamodb:Attributes': 'false' },
});

/** Routes that name the same entry have one function, described by all of them. */
const functions = Object.values(Object.groupBy(ROUTES, ({ entry }) => entry)).flatMap((routes = []) => {
  const description = routes.map(({ method, path }) => `${method} ${path}`).join(', ');
  return [[description, routes] as const];
});

const tablesOf = (route: Route) =>
  Object.entries(accessOf(route)).flatMap(([table, actions]) =>
    actions.flatMap((action) => {
      const variable = tableVariable(table as TableName);
      if (action === 'MarkUse') return [`dynamodb:UpdateItem ${variable} ${MARK_USE}`];
      if (action !== 'QueryIndex') return [`dynamodb:${action} ${variable}`];
      return Object.keys(TABLES[table as TableName].indexes).map(
        (index) => `dynamodb:Query ${variable}/index/${index}`,
      );
    }),
  );
const SECRETS = { sign: 'SIGNING_KEYS', verify: 'PUBLISHED_KEYS' } as const;
const keysOf = ({ sealingKey = [], signingKeys }: Route) => [
  ...sealingKey.map(({ action, purpose: of }) => `kms:${action} SEALING_KEY ${purpose(of)}`),
  ...(signingKeys ? [`secretsmanager:GetSecretValue ${SECRETS[signingKeys]}`] : []),
];

describe('the role of a function', () => {
  it.each(functions)('%s allows what is declared, and its log', (name, routes) => {
    const declared = routes.flatMap((route) => [...tablesOf(route), ...keysOf(route)]);
    expect(deployment.allowedTo(name)).toEqual([...new Set([...OWN_LOG, ...declared])].sort());
  });

  it('redeem can neither list tokens nor unseal anything', () => {
    expect(deployment.allowedTo('POST /tokens/redeem')).toEqual([
      'dynamodb:GetItem KEYS_TABLE',
      'dynamodb:GetItem SETTINGS_TABLE',
      'dynamodb:GetItem TOKENS_TABLE',
      'dynamodb:GetItem TRANSIENT_TABLE',
      'dynamodb:GetItem USERS_TABLE',
      `dynamodb:UpdateItem KEYS_TABLE ${MARK_USE}`,
      'dynamodb:UpdateItem TOKENS_TABLE',
      ...OWN_LOG,
      'secretsmanager:GetSecretValue SIGNING_KEYS',
    ]);
  });

  it('writes keys by the routes of keys and principals alone, and elsewhere nothing of a key but its last use', () => {
    const writers = allFunctions().filter((name) =>
      deployment.allowedTo(name).some((grant) => /^dynamodb:(Put|Update|Delete)Item KEYS_TABLE$/.test(grant)),
    );
    expect(writers).toEqual(
      [
        ...[CREATE_ADMIN_KEY.description, 'DELETE /keys/{id}', 'POST /keys', 'POST /keys/{id}/rotate'],
        ...['POST /principals/{id}/offboard', 'POST /principals/{id}/reinstate'],
      ].sort(),
    );
  });

  it('the function of unknown routes can touch nothing', () => {
    expect(deployment.allowedTo('Answers what no route takes')).toEqual(OWN_LOG);
  });

  it('no function can do everything with something, or something with everything', () => {
    const wild = allFunctions().flatMap((name) =>
      deployment.allowedTo(name).filter((grant) => grant.includes('*')),
    );
    // Of the two consumers of streams, and nobody else.
    const consumer = ['dynamodb:ListStreams *', 's3:PutObject FAILURES/aws/lambda/*'];
    expect(wild).toEqual([...consumer, ...consumer]);
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

  it('seals for create, rotate and the set-up of a punch-out alone', () => {
    expect(uses('Encrypt')).toEqual([
      ['POST /punchout/cxml', purpose('token')],
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

describe('the signing keys', () => {
  it('are read by the functions that sign, and by no other but their rotation', () => {
    const signing = allFunctions().filter((name) =>
      deployment.allowedTo(name).some((grant) => grant.endsWith(' SIGNING_KEYS')),
    );
    expect(signing).toEqual(
      [
        'GET /punchout/cxml',
        'GET /punchout/oci',
        ROTATE_SIGNING_KEYS.description,
        'POST /login',
        'POST /punchout/oci',
        'POST /sessions/exchange',
        'POST /tokens/redeem',
      ].sort(),
    );
  });

  it('have their public halves elsewhere, for the functions that verify', () => {
    const verifying = allFunctions().filter((name) =>
      deployment.allowedTo(name).some((grant) => grant.endsWith(' PUBLISHED_KEYS')),
    );
    expect(verifying).toEqual(
      [
        ROTATE_SIGNING_KEYS.description,
        'GET /.well-known/jwks.json',
        'POST /sessions/introspect',
        'POST /sessions/revoke',
      ].sort(),
    );
  });

  it('are read by those that say so, and written by their rotation alone', () => {
    const reading = functions.flatMap(([name, routes]) =>
      routes.flatMap(({ signingKeys }) => (signingKeys ? [[name, SECRETS[signingKeys]] as const] : [])),
    );
    const granted = allFunctions().flatMap((name) =>
      deployment
        .allowedTo(name)
        .filter((grant) => /secretsmanager:|(SIGNING|PUBLISHED)_KEYS/.test(grant))
        .map((grant) => `${name}: ${grant}`),
    );
    expect(granted.sort()).toEqual(
      [
        ...new Set(reading.map(([name, secret]) => `${name}: secretsmanager:GetSecretValue ${secret}`)),
        ...['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].flatMap((action) =>
          ['SIGNING_KEYS', 'PUBLISHED_KEYS'].map(
            (secret) => `${ROTATE_SIGNING_KEYS.description}: secretsmanager:${action} ${secret}`,
          ),
        ),
      ].sort(),
    );
  });

  it('may be made by the schedule and by nobody else', () => {
    const permissions = deployment
      .all('AWS::Lambda::Permission')
      .map(({ Properties: { Principal, SourceArn } }) => ({ Principal, SourceArn }))
      .filter(({ Principal }) => Principal !== 'apigateway.amazonaws.com');
    expect(permissions).toEqual([
      {
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [expect.stringContaining('RotateSigningKeysSchedule'), 'Arn'] },
      },
    ]);
  });
});

describe('a function of several routes', () => {
  const route = (more: Partial<Route>): Route => ({
    method: 'GET',
    path: '/x',
    entry: 'functions/x.ts',
    permission: 'public',
    access: {},
    ...more,
  });

  it('may do what each of them declares, and nothing twice', () => {
    const seal = { action: 'Encrypt', purpose: 'token' } as const;
    const declared = functionAccess([
      route({ access: { tokens: ['GetItem'] }, sealingKey: [seal] }),
      route({ permission: 'tokens:read', access: { tokens: ['GetItem', 'UpdateItem'] }, sealingKey: [seal] }),
      route({ signingKeys: 'verify' }),
      route({ signingKeys: 'sign' }),
    ]);
    expect(declared).toEqual({
      access: { tokens: ['GetItem', 'UpdateItem'], keys: ['GetItem', 'MarkUse'] },
      sealingKey: [seal],
      signingKeys: 'sign',
    });
  });

  it('reads no signing keys when none of them does', () => {
    expect(functionAccess([route({}), route({})])).toEqual({ access: {}, sealingKey: [] });
  });
});

describe('the functions without a route', () => {
  it('the consumer reads streams, writes history and sets aside what it cannot write', () => {
    expect(deployment.allowedTo(RECORD_HISTORY.description)).toEqual(
      [
        ...OWN_LOG,
        'dynamodb:PutItem EVENTS_TABLE',
        'dynamodb:UpdateItem EVENTS_TABLE',
        'dynamodb:UpdateItem COUNTERS_TABLE',
        'dynamodb:UpdateItem TOKENS_TABLE',
        'dynamodb:GetItem SETTINGS_TABLE',
        ...['TOKENS_TABLE', 'USERS_TABLE', 'KEYS_TABLE', 'SETTINGS_TABLE'].flatMap((table) =>
          ['DescribeStream', 'GetRecords', 'GetShardIterator'].map(
            (action) => `dynamodb:${action} ${table}.StreamArn`,
          ),
        ),
        'dynamodb:ListStreams *',
        's3:ListBucket FAILURES',
        's3:PutObject FAILURES/aws/lambda/*',
      ].sort(),
    );
  });

  it('the publisher of events reads streams, puts events on the bus and touches no table', () => {
    expect(deployment.allowedTo(PUBLISH_EVENTS.description)).toEqual(
      [
        ...OWN_LOG,
        ...['TOKENS_TABLE', 'USERS_TABLE', 'KEYS_TABLE', 'SETTINGS_TABLE'].flatMap((table) =>
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

  it('the maker of administrator keys adds keys and reads the settings alone', () => {
    expect(deployment.allowedTo(CREATE_ADMIN_KEY.description)).toEqual([
      'dynamodb:GetItem SETTINGS_TABLE',
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
