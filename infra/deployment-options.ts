import type { Node } from 'constructs';
import { parseProvider } from '../shared/identity/provider.ts';
import { parseBaseUrl, parseSecureUrl } from '../shared/url.ts';
import type { ConsoleProps } from './login-tokens.ts';
import { environmentOf, type OidcProps } from './oidc.ts';

/** The options of a deployment, from CDK context alone (`cdk.json`, or `-c name=value`). */
export type DeploymentOptions = {
  /** An account can have several stacks. */
  stackName: string;
  /** The base of login links. The public address of the API when undefined. */
  appUrl: string | undefined;
  /** Days that a token is kept after its end. */
  allowedAppUrls: readonly string[];
  tokenRetentionDays: number;
  /** Days that history and statistics are kept. */
  historyRetentionDays: number;
  /** Whether events also go to an EventBridge bus. */
  eventBus: boolean;
  /** Whether all data is deleted with the stack. For tests only. */
  removable: boolean;
  /** Whether AWS refuses to delete the stack, its tables and its user pool. `npm run deploy` adds it after creation. */
  deletionProtection: boolean;
  /** Reserved concurrent executions of each public function. */
  reservedConcurrency: number | undefined;
  /** The ARN of the SNS topic of alarms. */
  alarmTopic: string | undefined;
  /** The console behind CloudFront. The API alone when undefined. */
  console: ConsoleProps | undefined;
  /** The identity provider of administrators. A user pool is created for the console when undefined. */
  oidc: OidcProps | undefined;
};

/** Refused without the console. */
const CONSOLE_NAMES = [
  'domainName',
  'certificateArn',
  'hostedZoneId',
  'hostedZoneName',
  'wafRateLimit',
  'webAclArn',
  'originSecretGeneration',
] as const;
/** Requests of an address to the doors in five minutes: an office behind one address stays below it. */
const DEFAULT_RATE_LIMIT = 1_000;

/** Refused without `oidcIssuer`. */
const OIDC_NAMES = [
  'oidcClientId',
  'oidcAudience',
  'oidcClients',
  'oidcRequiredScope',
  'oidcScope',
  'oidcRolesClaim',
  'oidcRoles',
  'oidcConnectOrigins',
] as const;

/** The names in the CDK context. */
type Name =
  | Exclude<keyof DeploymentOptions, 'oidc'>
  | (typeof CONSOLE_NAMES)[number]
  | 'oidcIssuer'
  | (typeof OIDC_NAMES)[number];

/** Reads the options. Throws an error that names an invalid one. */
export function readDeploymentOptions(node: Node): DeploymentOptions {
  // `-c name=value` gives strings; cdk.json may have numbers and booleans.
  const context = (name: Name): string | undefined => {
    const value: unknown = node.tryGetContext(name);
    return value === undefined || value === '' ? undefined : String(value);
  };

  const flag = (name: Name, absent = 'false'): boolean => {
    const value = context(name) ?? absent;
    if (value !== 'true' && value !== 'false') throw new Error(`${name} must be true or false, not ${value}`);
    return value === 'true';
  };

  const refuseWithout = (wanted: Name, names: readonly Name[]): undefined => {
    const orphan = names.find((name) => context(name) !== undefined);
    if (orphan) throw new Error(`${orphan} means nothing without ${wanted}`);
  };

  const count = (name: Name, absent: number, unit = ''): number => {
    const value = Number(context(name) ?? absent);
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`${name} must be a whole number${unit}, 1 or more`);
    return value;
  };

  const stackName = context('stackName') ?? 'LoginTokens';
  const removable = flag('removable');
  const withConsole = flag('console', 'true');
  if (!withConsole) refuseWithout('console', CONSOLE_NAMES);
  const oidc = readOidc(context);
  if (!oidc) refuseWithout('oidcIssuer', OIDC_NAMES);
  if (withConsole && !oidc) refuseReserved(stackName);
  return {
    stackName,
    appUrl: address('appUrl', context('appUrl')),
    allowedAppUrls: (context('allowedAppUrls')?.split(',') ?? []).flatMap(
      (value) => address('allowedAppUrls', value.trim()) ?? [],
    ),
    tokenRetentionDays: count('tokenRetentionDays', 90, ' of days'),
    historyRetentionDays: count('historyRetentionDays', 400, ' of days'),
    eventBus: flag('eventBus'),
    removable,
    deletionProtection: flag('deletionProtection', String(!removable)),
    reservedConcurrency:
      context('reservedConcurrency') === undefined ? undefined : count('reservedConcurrency', 1),
    alarmTopic: context('alarmTopic'),
    console: withConsole ? readConsole(context) : undefined,
    oidc,
  };
}

/** The stack's name is part of the user pool's domain, for which Cognito reserves some words. */
function refuseReserved(stackName: string): void {
  if (/aws|amazon|cognito/i.test(stackName) || stackName.length > 50)
    throw new Error(
      'stackName must have 50 characters at most, without aws, amazon and cognito: it is part of the user pool’s domain',
    );
}

type Context = (name: Name) => string | undefined;

function readConsole(context: Context): ConsoleProps {
  const domainName = context('domainName');
  const certificateArn = context('certificateArn');
  const [id, name] = [context('hostedZoneId'), context('hostedZoneName')];
  const chosen = context('wafRateLimit');
  const webAclArn = context('webAclArn');
  const generation = Number(context('originSecretGeneration') ?? 1);
  if ((domainName === undefined) !== (certificateArn === undefined))
    throw new Error('domainName and certificateArn go together');
  if (certificateArn !== undefined && !/^arn:[\w-]+:acm:us-east-1:/.test(certificateArn))
    throw new Error('certificateArn must be of us-east-1, where CloudFront looks for it');
  if ((id === undefined) !== (name === undefined))
    throw new Error('hostedZoneId and hostedZoneName go together');
  if (id !== undefined && domainName === undefined) throw new Error('hostedZoneId needs a domainName');
  const limit = Number(chosen ?? DEFAULT_RATE_LIMIT);
  if (chosen !== 'none' && !(Number.isInteger(limit) && limit >= 10))
    throw new Error('wafRateLimit must be a whole number of requests in five minutes, 10 or more, or none');
  if (chosen !== undefined && webAclArn !== undefined)
    throw new Error('wafRateLimit makes a web ACL: leave it out where webAclArn names one');
  if (name !== undefined && domainName !== name && !domainName?.endsWith(`.${name}`))
    throw new Error('domainName must be in the zone hostedZoneName');
  if (!Number.isInteger(generation) || generation < 1)
    throw new Error('originSecretGeneration must be a whole number, 1 or more');
  return {
    originSecretGeneration: generation,
    webAclArn,
    wafRateLimit: chosen === 'none' || webAclArn !== undefined ? undefined : limit,
    wafRequired: chosen !== undefined && chosen !== 'none',
    ...(domainName !== undefined &&
      certificateArn !== undefined && {
        customDomain: {
          domainName,
          certificateArn,
          hostedZone: id === undefined || name === undefined ? undefined : { id, name },
        },
      }),
  };
}

/** Refuses before the deployment the values that functions would refuse at load. */
function readOidc(context: Context): OidcProps | undefined {
  const issuer = context('oidcIssuer');
  if (issuer === undefined) return undefined;
  if (context('oidcAudience') === undefined && !/^https:\/\/cognito-idp\./.test(issuer))
    throw new Error('oidcAudience must be the audience of access tokens for this service');
  const oidc = {
    issuer,
    clientId: context('oidcClientId') ?? '',
    audience: context('oidcAudience'),
    clients: context('oidcClients'),
    requiredScope: context('oidcRequiredScope'),
    scope: context('oidcScope'),
    rolesClaim: context('oidcRolesClaim'),
    roles: context('oidcRoles'),
    connectOrigins: context('oidcConnectOrigins')?.split(',').map(origin),
  };
  try {
    parseProvider(environmentOf(oidc));
  } catch (error) {
    throw new Error(`oidcIssuer and what goes with it: ${error instanceof Error ? error.message : error}`);
  }
  return oidc;
}

function origin(value: string): string {
  const url = parseSecureUrl(value.trim());
  if (url?.origin !== value.trim()) throw new Error(`oidcConnectOrigins must be origins, not ${value}`);
  return url.origin;
}

/** Login links contain a secret: https is required, except for localhost. */
function address(name: Name, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = parseBaseUrl(value);
  if (!url) throw new Error(`${name} must be an https address, not ${value}`);
  return url;
}
