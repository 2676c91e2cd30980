import { join } from 'node:path';
import { RemovalPolicy, Stage } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ROUTES, UNMATCHED } from '../functions/routes.ts';
import {
  CREATE_ADMIN_KEY,
  PUBLISH_CONSOLE,
  PUBLISH_EVENTS,
  RECORD_HISTORY,
  ROTATE_SIGNING_KEYS,
  WORKERS,
} from '../functions/workers/workers.ts';
import { TABLE_NAMES, tableVariable } from '../shared/tables.ts';
import { Administrators } from './administrators.ts';
import { type Bundle, bundle } from './bundle.ts';
import { CloudFront, type CloudFrontProps } from './cloudfront.ts';
import { describeRoutes, functionAccess, groupByFunction } from './function-access.ts';
import { grantsOf } from './grants.ts';
import { Routes } from './http-api.ts';
import { Monitoring } from './monitoring.ts';
import { environmentOf, type OidcProps, originsOf } from './oidc.ts';
import { createSealingKey } from './sealing-key.ts';
import { functionId, ServiceFunction } from './service-function.ts';
import { createKeySecrets } from './signing-keys.ts';
import { createFailureBucket } from './streams.ts';
import { createTables } from './tables.ts';
import { createRateLimit } from './web-acl.ts';
import { type AddFunction, Workers } from './workers.ts';

export type LoginTokensProps = {
  /** The base of login links: `{appUrl}/login?token=…`. The public address of the API when absent. */
  appUrl?: string;
  /** Days that a token is kept after its expiry, its last use or its deletion. */
  /** What administrators may set as base of login links, besides `appUrl`. */
  allowedAppUrls: readonly string[];
  tokenRetentionDays: number;
  /** Days that history and statistics are kept. */
  historyRetentionDays: number;
  /** Receives every event of the history at least once. */
  eventBus?: Pick<IEventBus, 'eventBusArn' | 'eventBusName'>;
  /** Concurrent executions that each public function has for itself, and no more. The account's, shared, when absent. */
  reservedConcurrency?: number;
  /** Receives the start and the end of alarms. */
  alarmTopic?: ITopic;
  /** Serves the console and the API through CloudFront. The API alone when absent. */
  console?: ConsoleProps;
  /** The identity provider of administrators. A console without one gets a Cognito user pool. */
  oidc?: OidcProps;
  /** Deletes the tables, keys and logs with the stack, and all that they hold. For tests only. */
  removable: boolean;
  /** Whether DynamoDB and Cognito refuse to delete the tables and the user pool. */
  deletionProtection: boolean;
};

export type ConsoleProps = Pick<CloudFrontProps, 'customDomain' | 'webAclArn' | 'originSecretGeneration'> & {
  /** Requests of one IP address to the doors in five minutes, where the region is us-east-1. No limit when undefined. */
  wafRateLimit?: number | undefined;
  /** Whether another region is refused because of the limit. */
  wafRequired?: boolean;
};

/** The whole service: API, functions, tables and monitoring. */
export class LoginTokens extends Construct {
  /** The public address of the API. */
  readonly url: string;
  /** Creates an administrator's key for principals that may invoke it. */
  readonly createAdminKey: IFunction;
  /** Rotates the keys that sign sessions. `{ "replace": true }` replaces all of them. */
  readonly rotateSigningKeys: IFunction;
  /** Turns stream records into history. */
  readonly recordHistory: IFunction;
  /** Holds the stream records that could not be written to the history. */
  readonly failures: Bucket;
  /** The user pool of administrators, if the deployment creates one. */
  readonly administrators: Administrators | undefined;

  constructor(scope: Construct, id: string, props: LoginTokensProps) {
    super(scope, id);
    // What holds data is kept, but for a deployment that fails while it creates it: then it is empty.
    const removalPolicy = props.removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    const { deletionProtection } = props;
    const tables = createTables(this, { removalPolicy, deletionProtection });
    const sealingKey = createSealingKey(this, removalPolicy);
    const keySecrets = createKeySecrets(this, removalPolicy);
    const api = new HttpApi(this, 'Api', { createDefaultStage: false });
    const failures = createFailureBucket(this, removalPolicy);
    const administrators =
      props.console && !props.oidc
        ? new Administrators(this, 'Administrators', { removalPolicy, deletionProtection })
        : undefined;
    const bundles = bundle(ENTRIES, join(outdirOf(this), 'functions'));
    const cloudFront =
      props.console &&
      this.#addCloudFront(props.console, {
        api,
        publisher: directoryOf(bundles[PUBLISH_CONSOLE.entry]),
        connect: administrators?.origins ?? originsOf(props.oidc),
        removalPolicy,
      });
    const url = cloudFront?.url ?? api.apiEndpoint;
    const environment = {
      ...Object.fromEntries(TABLE_NAMES.map((name) => [tableVariable(name), tables[name].tableName])),
      APP_URL: props.appUrl ?? url,
      ...(props.allowedAppUrls.length > 0 && { ALLOWED_APP_URLS: props.allowedAppUrls.join(' ') }),
      SEALING_KEY_ID: sealingKey.keyId,
      SIGNING_KEYS_ID: keySecrets.signing.attrId,
      PUBLISHED_KEYS_ID: keySecrets.published.attrId,
      TOKEN_RETENTION_DAYS: String(props.tokenRetentionDays),
      HISTORY_RETENTION_DAYS: String(props.historyRetentionDays),
      ...(props.eventBus && { EVENT_BUS: props.eventBus.eventBusName }),
      ...(cloudFront && { CONSOLE: 'true', ORIGIN_SECRET: cloudFront.originSecret }),
      ...(props.oidc && environmentOf(props.oidc)),
      ...administrators?.environment(url),
    };

    const addFunction: AddFunction = (
      entry,
      description,
      access,
      { grants = [], timeout, concurrency } = {},
    ) =>
      new ServiceFunction(this, functionId(entry), {
        description,
        code: directoryOf(bundles[entry]),
        environment,
        grants: [...grantsOf(access, { tables, sealingKey, keySecrets }), ...grants],
        timeout,
        concurrency,
        logRemoval: removalPolicy,
      });

    const { eventBus, alarmTopic } = props;
    const workers = new Workers(this, 'Workers', { addFunction, tables, failures, eventBus });
    const routes = new Routes(this, 'Routes', {
      api,
      routes: groupByFunction(ROUTES).flatMap((group) => {
        const isPublic = group.every(({ permission }) => permission === 'public');
        const { lambda } = addFunction(group[0].entry, describeRoutes(group), functionAccess(group), {
          concurrency: isPublic ? props.reservedConcurrency : undefined,
        });
        return group.map((route) => ({ route, handler: lambda }));
      }),
      unmatched: addFunction(
        UNMATCHED.entry,
        'Answers what no route takes',
        { access: {} },
        { concurrency: props.reservedConcurrency },
      ).lambda,
      logRemoval: removalPolicy,
    });

    this.url = url;
    this.administrators = administrators;
    this.failures = failures;
    this.recordHistory = workers.lambdaOf(RECORD_HISTORY);
    this.createAdminKey = workers.lambdaOf(CREATE_ADMIN_KEY);
    this.rotateSigningKeys = workers.lambdaOf(ROTATE_SIGNING_KEYS);
    new Monitoring(this, 'Monitoring', {
      api,
      accessLog: routes.accessLog,
      tables,
      recordHistory: this.recordHistory,
      streams: workers.streamsOf(RECORD_HISTORY),
      ...(eventBus && {
        publishing: { lambda: workers.lambdaOf(PUBLISH_EVENTS), streams: workers.streamsOf(PUBLISH_EVENTS) },
      }),
      createAdminKey: this.createAdminKey,
      rotateSigningKeys: this.rotateSigningKeys,
      keySecrets,
      service: environment.APP_URL,
      ...(alarmTopic && { alarmTopic }),
    });
  }

  #addCloudFront(
    { wafRateLimit, wafRequired: _, webAclArn, ...more }: ConsoleProps,
    props: Omit<CloudFrontProps, 'originSecretGeneration'>,
  ): CloudFront {
    return new CloudFront(this, 'CloudFront', {
      ...props,
      ...more,
      webAclArn: webAclArn ?? (wafRateLimit === undefined ? undefined : createRateLimit(this, wafRateLimit)),
    });
  }
}

const ENTRIES = [...new Set([...ROUTES, UNMATCHED, ...WORKERS].map(({ entry }) => entry))];

function directoryOf(code: Bundle | undefined): string {
  if (!code) throw new Error('an entry has no bundle');
  return code.directory;
}

/** The folder of this synthesis: two at once never write to the same files. */
function outdirOf(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) throw new Error('LoginTokens must be part of an app');
  return stage.outdir;
}
