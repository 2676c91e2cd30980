import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import { RECORD_HISTORY, ROTATE_SIGNING_KEYS } from '../../functions/workers/workers.ts';
import { TABLE_NAMES, TABLES, type Table } from '../../shared/tables.ts';
import { type Resource, synthesise } from './synthesise.ts';

const deployment = synthesise();
const removable = synthesise({ removable: 'true' });
const { all, only } = deployment;
/** Kept when it leaves the stack, but for the deployment that creates it: a failed one leaves nothing behind. */
const KEPT = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
const properties = (type: string) => all(type).map(({ Properties }) => Properties);

describe('the tables', () => {
  const tables = properties('AWS::DynamoDB::Table');

  it('are those of the list, with their keys, indexes, expiry and streams', () => {
    const shapes = tables.map(
      ({ KeySchema, GlobalSecondaryIndexes, TimeToLiveSpecification, StreamSpecification }) => ({
        key: KeySchema,
        indexes: GlobalSecondaryIndexes ?? [],
        ttl: TimeToLiveSpecification,
        stream: StreamSpecification,
      }),
    );
    const keySchema = (partition: string, sort?: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' }] : []),
    ];
    const wanted = TABLE_NAMES.map((name) => {
      const { partition, sort, indexes, ttl, stream }: Table = TABLES[name];
      return {
        key: keySchema(partition, sort),
        indexes: Object.entries(indexes).map(([IndexName, index]) => ({
          IndexName,
          KeySchema: keySchema(index.partition, index.sort),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        })),
        ttl: ttl ? { AttributeName: 'ttl', Enabled: true } : undefined,
        stream: stream ? { StreamViewType: 'NEW_AND_OLD_IMAGES' } : undefined,
      };
    });
    expect(shapes).toEqual(wanted);
  });

  it('can be restored to any point in time, and not be deleted', () => {
    for (const table of all('AWS::DynamoDB::Table')) {
      expect(table).toMatchObject({
        ...KEPT,
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      });
    }
  });

  it('go with a stack that is for a test', () => {
    const kept = Object.values(removable.resources).filter(({ DeletionPolicy }) =>
      DeletionPolicy?.startsWith('Retain'),
    );
    expect(kept).toEqual([]);
    expect(removable.stack.terminationProtection).toBe(false);
    expect(deployment.stack.terminationProtection).toBe(true);
    for (const { Properties } of removable.all('AWS::DynamoDB::Table')) {
      expect(Properties.DeletionProtectionEnabled).toBe(false);
    }
  });
});

describe('a first deployment', () => {
  const first = synthesise({ console: 'true', deletionProtection: 'false' });
  const later = synthesise({ console: 'true' });

  it('keeps nothing when it fails', () => {
    for (const { DeletionPolicy } of Object.values({ ...first.resources, ...later.resources }))
      expect(DeletionPolicy).not.toBe('Retain');
  });

  it('creates nothing that AWS then refuses to delete; the next one adds that and nothing else', () => {
    expect(first.stack.terminationProtection).toBe(false);
    expect(later.stack.terminationProtection).toBe(true);
    expect(changes(first.resources, later.resources)).toEqual({
      'AWS::DynamoDB::Table DeletionProtectionEnabled': [false, true],
      'AWS::Cognito::UserPool DeletionProtection': ['INACTIVE', 'ACTIVE'],
    });
  });
});

/** The properties that differ, by type and name. */
function changes(before: Record<string, Resource>, after: Record<string, Resource>) {
  const found = Object.entries(before).flatMap(([id, { Type, Properties = {}, ...attributes }]) => {
    const { Properties: now = {}, Type: _, ...others } = after[id] ?? { Type, Properties: {} };
    expect(others).toEqual(attributes);
    return [...new Set([...Object.keys(Properties), ...Object.keys(now)])]
      .filter((name) => JSON.stringify(Properties[name]) !== JSON.stringify(now[name]))
      .map((name) => [`${Type} ${name}`, [Properties[name], now[name]]] as const);
  });
  expect(Object.keys(after)).toEqual(Object.keys(before));
  return Object.fromEntries(found);
}

describe('the sealing key', () => {
  it('is rotated, and stays when the stack goes', () => {
    expect(all('AWS::KMS::Key')).toMatchObject([{ ...KEPT, Properties: { EnableKeyRotation: true } }]);
  });
});

describe('the signing keys', () => {
  it('stay when the stack goes', () => {
    expect(all('AWS::SecretsManager::Secret')).toMatchObject([KEPT, KEPT]);
  });

  it('have no value in the template, which CloudFormation could put back one day', () => {
    for (const secret of properties('AWS::SecretsManager::Secret'))
      expect(Object.keys(secret)).toEqual(['Description']);
  });

  it('are made when something is deployed, and looked at every day', () => {
    const functionIds = Object.keys(deployment.resources).filter(
      (id) => deployment.resources[id]?.Properties.Description === ROTATE_SIGNING_KEYS.description,
    );
    const arn = { 'Fn::GetAtt': [...functionIds, 'Arn'] };
    expect(only('Custom::Worker')).toEqual({ ServiceToken: arn, ServiceTimeout: '120' });
    expect(only('AWS::Events::Rule')).toMatchObject({
      ScheduleExpression: 'rate(1 day)',
      State: 'ENABLED',
      Targets: [{ Arn: arn, Input: '{}' }],
    });
  });

  it('have an alarm when credentials are refused in numbers, in this deployment', () => {
    const alarm = properties('AWS::CloudWatch::Alarm').find(
      ({ AlarmDescription }) => AlarmDescription === 'Credentials of callers are refused.',
    );
    const environments = properties('AWS::Lambda::Function').flatMap(({ Environment }) =>
      Environment ? [(Environment as { Variables: Record<string, unknown> }).Variables] : [],
    );
    expect(alarm).toMatchObject({
      Namespace: 'LoginTokens',
      MetricName: 'refusedCredentials',
      Dimensions: [{ Name: 'service', Value: environments[0]?.APP_URL }],
      Statistic: 'Sum',
      Threshold: 49,
      Period: 300,
    });
  });

  it('have an alarm when a rotation fails once, and when reading them keeps failing', () => {
    const alarms = properties('AWS::CloudWatch::Alarm');
    const alarmOf = (id: string) => alarms.find(({ AlarmDescription }) => AlarmDescription === id);
    expect(alarmOf('A rotation of the signing keys failed.')).toMatchObject({
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      Threshold: 0,
    });
    const secrets = ['signing', 'published'].map((which) => {
      const alarm = alarmOf(`Functions cannot read the ${which} keys.`);
      expect(alarm).toMatchObject({ MetricName: 'unread', Namespace: 'LoginTokens', Threshold: 4 });
      expect(alarm?.Dimensions).toEqual([{ Name: 'secret', Value: expect.anything() }]);
      return JSON.stringify(alarm?.Dimensions);
    });
    expect(new Set(secrets).size).toBe(2);
  });
});

describe('the API', () => {
  const SERVED = ROUTES.flatMap((route) =>
    (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]).map((method) => ({ ...route, method })),
  );

  it('serves HEAD by the integration of GET, which may call the function by any method', () => {
    const targets = Object.fromEntries(
      properties('AWS::ApiGatewayV2::Route').map(({ RouteKey, Target, AuthorizationType }) => [
        String(RouteKey),
        { Target, AuthorizationType },
      ]),
    );
    const permissions = properties('AWS::Lambda::Permission').map(({ SourceArn }) =>
      JSON.stringify(SourceArn),
    );
    for (const { path } of SERVED.filter(({ method }) => method === 'HEAD')) {
      expect(targets[`HEAD ${path}`]).toEqual(targets[`GET ${path}`]);
      expect(
        permissions.filter((arn) => arn.includes(`/*/*${path}"`)),
        path,
      ).not.toEqual([]);
    }
  });

  it('has the routes of the list, those of GET for HEAD too, and one for what no route takes', () => {
    const keys = properties('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey);
    expect(keys.sort()).toEqual(
      [...SERVED.map(({ method, path }) => `${method} ${path}`), '$default'].sort(),
    );
  });

  it('has one function for the routes that name the same entry', () => {
    const targets = all('AWS::ApiGatewayV2::Integration').map(({ Properties }) =>
      JSON.stringify(Properties.IntegrationUri),
    );
    expect(new Set(targets).size).toBe(new Set(ROUTES.map(({ entry }) => entry)).size + 1);
  });

  it('throttles every route, and those that say so in their own way', () => {
    const { DefaultRouteSettings, RouteSettings } = only('AWS::ApiGatewayV2::Stage');
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 200 });
    const own = SERVED.flatMap(({ method, path, throttle }) =>
      throttle
        ? [
            [
              `${method} ${path}`,
              { ThrottlingRateLimit: throttle.rate, ThrottlingBurstLimit: throttle.burst },
            ],
          ]
        : [],
    );
    expect(RouteSettings).toEqual(Object.fromEntries(own));
  });

  it('has the routes that are throttled in their own way before the stage that says so', () => {
    const [stage] = all('AWS::ApiGatewayV2::Stage');
    const dependencies = (stage?.DependsOn ?? []).map((id) => deployment.resources[id]?.Properties.RouteKey);
    for (const { method, path, throttle } of SERVED) {
      if (throttle) expect(dependencies).toContain(`${method} ${path}`);
    }
  });

  it('logs requests without paths, query strings, headers or bodies', () => {
    const { AccessLogSettings } = only('AWS::ApiGatewayV2::Stage');
    const { Format } = AccessLogSettings as { Format: string };
    expect(Object.values(JSON.parse(Format) as Record<string, string>).sort()).toEqual([
      '$context.error.responseType',
      '$context.identity.sourceIp',
      '$context.integrationStatus',
      '$context.requestId',
      '$context.requestTime',
      '$context.responseLatency',
      '$context.responseLength',
      '$context.routeKey',
      '$context.status',
    ]);
  });
});

describe('the functions', () => {
  it('run on Node 24 and ARM, each with a log of its own', () => {
    const functions = properties('AWS::Lambda::Function');
    for (const lambda of functions) {
      expect(lambda).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      });
    }
    const logs = functions.map(({ LoggingConfig }) => JSON.stringify(LoggingConfig));
    expect(new Set(logs).size).toBe(functions.length);
  });

  it('are told the same of the deployment', () => {
    const told = properties('AWS::Lambda::Function').map(({ Environment }) => JSON.stringify(Environment));
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('"TOKEN_RETENTION_DAYS":"90","HISTORY_RETENTION_DAYS":"400"');
    expect(told[0]).not.toContain('EVENT_BUS');
  });

  it('are told of the address and the bus of a deployment that has them', () => {
    const other = synthesise({ appUrl: 'https://shop.example/', eventBus: 'true' });
    const { Environment } = other.functionOf('POST /tokens/redeem');
    expect(Environment).toMatchObject({
      Variables: { APP_URL: 'https://shop.example', EVENT_BUS: { Ref: expect.stringMatching('EventBus') } },
    });
  });

  it('share the concurrency of the account, unless the public ones are given one of their own', () => {
    for (const lambda of properties('AWS::Lambda::Function'))
      expect(lambda).not.toHaveProperty('ReservedConcurrentExecutions');
    const limited = synthesise({ reservedConcurrency: '7' })
      .all('AWS::Lambda::Function')
      .filter(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined);
    const entries = Map.groupBy(ROUTES, ({ entry }) => entry).values();
    const open = [...entries].filter((routes) => routes.every(({ permission }) => permission === 'public'));
    expect(limited.map(({ Properties }) => Properties.Description).sort()).toEqual(
      [
        ...open.map((routes) => routes.map(({ method, path }) => `${method} ${path}`).join(', ')),
        'Answers what no route takes',
      ].sort(),
    );
    for (const { Properties } of limited) expect(Properties.ReservedConcurrentExecutions).toBe(7);
  });

  it('have logs that are kept for three months', () => {
    for (const { RetentionInDays } of properties('AWS::Logs::LogGroup')) expect(RetentionInDays).toBe(90);
  });
});

describe('the history', () => {
  it('is fed by every stream, in batches that one transaction takes', () => {
    const mappings = properties('AWS::Lambda::EventSourceMapping');
    expect(mappings.length).toBe(RECORD_HISTORY.trigger.tables.length);
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({
        BatchSize: 99,
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 21_600,
      });
    }
  });

  it('keeps what cannot be written, whole, in a closed bucket, for thirty days', () => {
    const [bucket] = Object.entries(deployment.resources).filter(
      ([, { Type }]) => Type === 'AWS::S3::Bucket',
    );
    const destination = { OnFailure: { Destination: { 'Fn::GetAtt': [bucket?.[0], 'Arn'] } } };
    for (const { DestinationConfig } of properties('AWS::Lambda::EventSourceMapping')) {
      expect(DestinationConfig).toEqual(destination);
    }
    expect(bucket?.[1]).toMatchObject({
      ...KEPT,
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(JSON.stringify(only('AWS::S3::BucketPolicy'))).toContain(
      '"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
    );
  });
});

describe('the alarms', () => {
  it('tell the topic that is given, when they go off and when they are over', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call';
    const alarms = synthesise({ alarmTopic: topic }).all('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(0);
    for (const { Properties } of alarms) {
      expect(Properties).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
    }
  });

  it('need no topic', () => {
    for (const alarm of properties('AWS::CloudWatch::Alarm'))
      expect(alarm).not.toHaveProperty('AlarmActions');
  });
});

describe('the whole', () => {
  it('passes the AwsSolutions rules', () => {
    const { app } = synthesise({
      eventBus: 'true',
      alarmTopic: 'arn:aws:sns:eu-west-1:111122223333:on-call',
    });
    expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
  });

  it('fits into one stack, with room to grow', () => {
    expect(Object.keys(deployment.resources).length).toBeLessThan(350);
  });
});
