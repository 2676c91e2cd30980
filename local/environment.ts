import { TABLE_NAMES, type TableName, tableVariable } from '../shared/tables.ts';
import type { LocalProvider } from './identity-provider.ts';
import type { LocalSecrets } from './secrets-manager.ts';

/** Addresses and ids of the services that a handler needs. */
export type LocalServices = {
  dynamoDbEndpoint: string;
  /** The access key of the database that this process has started. */
  databaseKey: string | undefined;
  kmsEndpoint: string;
  sealingKeyId: string;
  secretsEndpoint: string;
  keySecretIds: LocalSecrets['secretIds'];
  appUrl: string;
  /** Administrators sign in by API key alone when absent. */
  identityProvider?: LocalProvider;
};

export const LOCAL_TABLES = Object.fromEntries(
  TABLE_NAMES.map((table) => [table, `login-tokens-${table}`]),
) as Record<TableName, string>;
export const TOKEN_RETENTION_DAYS = 90;
export const HISTORY_RETENTION_DAYS = 400;

/** Gives this process the environment of a deployed function. Handlers read it at load, SDK clients at creation. */
export function setEnvironment(services: LocalServices): void {
  const { dynamoDbEndpoint, databaseKey, appUrl, identityProvider } = services;
  // The region is part of the namespace of the data. A developer's profile would take precedence over the credentials.
  if (databaseKey !== undefined || !process.env.AWS_ACCESS_KEY_ID) {
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name];
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: databaseKey ?? 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      ...(databaseKey !== undefined && { AWS_REGION: 'us-east-1' }),
    });
  }
  delete process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS;
  process.env.AWS_REGION ||= 'us-east-1';
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamoDbEndpoint,
    AWS_ENDPOINT_URL_KMS: services.kmsEndpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: services.secretsEndpoint,
    SEALING_KEY_ID: services.sealingKeyId,
    SIGNING_KEYS_ID: services.keySecretIds.signing,
    PUBLISHED_KEYS_ID: services.keySecretIds.published,
    APP_URL: appUrl,
    TOKEN_RETENTION_DAYS: String(TOKEN_RETENTION_DAYS),
    HISTORY_RETENTION_DAYS: String(HISTORY_RETENTION_DAYS),
    EVENT_BUS: '',
    CONSOLE: 'true',
    ORIGIN_SECRET: '',
    OIDC_ISSUER: identityProvider?.issuer ?? '',
    OIDC_CLIENT_ID: identityProvider?.clientId ?? '',
    OIDC_AUDIENCE: identityProvider?.audience ?? '',
    OIDC_CLIENTS: '',
    OIDC_REQUIRED_SCOPE: '',
    OIDC_SCOPE: '',
    OIDC_ROLES_CLAIM: '',
    OIDC_ROLES: identityProvider ? JSON.stringify(identityProvider.roles) : '',
    ...Object.fromEntries(TABLE_NAMES.map((table) => [tableVariable(table), LOCAL_TABLES[table]])),
  });
}
