import { join } from 'node:path';
import { Duration, RemovalPolicy, Stage } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ROUTES, UNMATCHED } from '../functions/routes.ts';
import * as workers from '../functions/workers/workers.ts';
import { TABLE_NAMES, tableVariable } from '../shared/tables.ts';
import { Administrators } from './administrators.ts';
import { type Bundle, bundle } from './bundle.ts';
import { Front, type FrontProps } from './cloudfront.ts';
import { byFunction, type Declaration, declarationOf, describeRoutes } from './function-access.ts';
import { grantsOf } from './grants.ts';
import { Routes } from './http-api.ts';
import { Monitoring } from './monitoring.ts';
import { functionId } from './names.ts';
import { environmentOf, type OidcProps, originsOf } from './oidc.ts';
import { createSealingKey } from './sealing-key.ts';
import { ServiceFunction } from './service-function.ts';
import { createSigningKeys, Rotation } from './signing-keys.ts';
import { consumerGrants, createFailureBucket, Streams } from './streams.ts';
import { createTables } from './tables.ts';
import { createRateRule } from './web-acl.ts';

type Bus = Pick<IEventBus, 'eventBusArn' | 'eventBusName'>;

export type LoginTokensProps = {
  /** Where login links lead: `{appUrl}/login?token=…`. The API's own address when absent. */
  appUrl?: string;
  /** Days that a token stays after its expiry, its last use or its deletion, for those who review it. */
  tokenRetentionDays: number;
  /** Days that history and statistics are kept. */
  historyRetentionDays: number;
  /** Gets every event of the history, at least once. */
  eventBus?: Bus;
  /** Is told when an alarm goes off, and when it is over. */
  alarmTopic?: ITopic;
  /** Serves the console, and everything else, through CloudFront. The API alone when absent. */
  console?: ConsoleProps;
  /** The identity provider of administrators. With a console, a Cognito user pool is made when absent. */
  oidc?: OidcProps;
  /** Lets the tables, the keys, the logs and all that they hold go with the stack. For tests only. */
  removable: boolean;
};

export type ConsoleProps = Pick<FrontProps, 'ownDomain' | 'webAclArn' | 'originSecretGeneration'> & {
  /** Requests of one address in five minutes, more of which are refused. In us-east-1 only. */
  wafRateLimit?: number | undefined;
};

/** The whole service: its API, its functions, its tables and what watches them. */
export class LoginTokens extends Construct {
  /** Where the API answers. */
  readonly url: string;
  /** Makes an administrator's key for whoever may invoke it. */
  readonly createAdminKey: IFunction;
  /** Makes the keys that sign sessions; invoked with `{ "replace": true }`, new ones in the place of all. */
  readonly rotateSigningKeys: IFunction;
  /** Turns what the tables' streams tell into history. */
  readonly recordEvents: IFunction;
  /** Holds the stream records that could not be made history. */
  readonly failures: Bucket;
  /** The user pool of administrators, where one is made. */
  readonly administrators: Administrators | undefined;

  constructor(scope: Construct, id: string, props: LoginTokensProps) {
    super(scope, id);
    const removalPolicy = props.removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const tables = createTables(this, props);
    const sealingKey = createSealingKey(this, props);
    const signingKeys = createSigningKeys(this, props);
    const api = new HttpApi(this, 'Api', { createDefaultStage: false });
    const failures = createFailureBucket(this, removalPolicy);
    const administrators =
      props.console && !props.oidc
        ? new Administrators(this, 'Administrators', { removalPolicy })
        : undefined;
    const bundles = bundle(ENTRIES, join(outdirOf(this), 'functions'));
    const front =
      props.console &&
      this.#front(props.console, {
        api,
        publisher: directoryOf(bundles[workers.PUBLISH_CONSOLE.entry]),
        connect: administrators?.origins ?? originsOf(props.oidc),
        removalPolicy,
      });
    const url = props.appUrl ?? front?.url ?? api.apiEndpoint;
    const environment = {
      ...Object.fromEntries(TABLE_NAMES.map((name) => [tableVariable(name), tables[name].tableName])),
      APP_URL: url,
      SEALING_KEY_ID: sealingKey.keyId,
      SIGNING_KEYS_ID: signingKeys.attrId,
      TOKEN_RETENTION_DAYS: String(props.tokenRetentionDays),
      HISTORY_RETENTION_DAYS: String(props.historyRetentionDays),
      ...(props.eventBus && { EVENT_BUS: props.eventBus.eventBusName }),
      ...(front && { CONSOLE: 'true', ORIGIN_SECRET: front.originSecret }),
      ...(props.oidc && environmentOf(props.oidc)),
      ...(administrators && {
        OIDC_ISSUER: administrators.issuer,
        OIDC_CLIENT_ID: administrators.consoleClient(front?.url ?? url).userPoolClientId,
        OIDC_ROLES_CLAIM: 'cognito:groups',
      }),
    };

    const add = (entry: string, description: string, declared: Declaration, more: More = {}) =>
      new ServiceFunction(this, functionId(entry), {
        description,
        code: directoryOf(bundles[entry]),
        environment,
        grants: [...grantsOf(declared, { tables, sealingKey, signingKeys }), ...(more.grants ?? [])],
        ...(more.timeout && { timeout: more.timeout }),
        logRemoval: removalPolicy,
      });

    const streamed = workers.RECORD_HISTORY.trigger.tables.map((name) => tables[name]);
    const recordEvents = add(
      workers.RECORD_HISTORY.entry,
      workers.RECORD_HISTORY.description,
      workers.RECORD_HISTORY,
      {
        timeout: Duration.seconds(workers.RECORD_HISTORY.timeout),
        grants: [...consumerGrants(streamed, failures), ...publishGrants(props.eventBus)],
      },
    );
    const streams = new Streams(this, 'Streams', { tables: streamed, consumer: recordEvents, failures });
    const createAdminKey = add(
      workers.CREATE_ADMIN_KEY.entry,
      workers.CREATE_ADMIN_KEY.description,
      workers.CREATE_ADMIN_KEY,
    );

    const rotateSigningKeys = add(
      workers.ROTATE_SIGNING_KEYS.entry,
      workers.ROTATE_SIGNING_KEYS.description,
      workers.ROTATE_SIGNING_KEYS,
    );
    new Rotation(this, 'Rotation', rotateSigningKeys.lambda);

    const routes = new Routes(this, 'Routes', {
      api,
      routes: byFunction(ROUTES).flatMap((routes) => {
        const [{ entry }] = routes;
        const { lambda } = add(entry, describeRoutes(routes), declarationOf(routes));
        return routes.map((route) => ({ route, handler: lambda }));
      }),
      unmatched: add(UNMATCHED.entry, 'Answers what no route takes', { access: {} }).lambda,
      logRemoval: removalPolicy,
    });

    new Monitoring(this, 'Monitoring', {
      api,
      accessLog: routes.accessLog,
      tables,
      recordEvents: recordEvents.lambda,
      streams: streams.mappings,
      createAdminKey: createAdminKey.lambda,
      rotateSigningKeys: rotateSigningKeys.lambda,
      signingKeys,
      ...(props.alarmTopic && { alarmTopic: props.alarmTopic }),
    });

    this.url = front?.url ?? api.apiEndpoint;
    this.administrators = administrators;
    this.createAdminKey = createAdminKey.lambda;
    this.rotateSigningKeys = rotateSigningKeys.lambda;
    this.recordEvents = recordEvents.lambda;
    this.failures = failures;
  }

  #front(
    { wafRateLimit, webAclArn, ...more }: ConsoleProps,
    props: Omit<FrontProps, 'originSecretGeneration'>,
  ): Front {
    return new Front(this, 'Front', {
      ...props,
      ...more,
      webAclArn: webAclArn ?? (wafRateLimit === undefined ? undefined : createRateRule(this, wafRateLimit)),
    });
  }
}

type More = { timeout?: Duration; grants?: readonly PolicyStatement[] };

const ENTRIES = [...new Set([...ROUTES, UNMATCHED, ...workers.WORKERS].map(({ entry }) => entry))];

const publishGrants = (bus: Bus | undefined): PolicyStatement[] =>
  bus ? [new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] })] : [];

function directoryOf(code: Bundle | undefined): string {
  if (!code) throw new Error('an entry has no bundle');
  return code.directory;
}

/** Beside the rest of what is synthesised: two runs at once never write into the same files. */
function outdirOf(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) throw new Error('LoginTokens must be part of an app');
  return stage.outdir;
}
