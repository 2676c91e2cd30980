import { TABLE_NAMES, type TableName, tableVariable } from '../shared/tables.ts';
import type { LocalProvider } from './identity-provider.ts';

export type Surroundings = {
  dynamoDbEndpoint: string;
  /** Whether that is the database which was started here. */
  ownDatabase: boolean;
  kmsEndpoint: string;
  sealingKeyId: string;
  secretsEndpoint: string;
  signingKeysId: string;
  appUrl: string;
  /** Absent: administrators have API keys alone. */
  identityProvider?: LocalProvider;
};

export const LOCAL_TABLES = Object.fromEntries(
  TABLE_NAMES.map((table) => [table, `login-tokens-${table}`]),
) as Record<TableName, string>;
export const TOKEN_RETENTION_DAYS = 90;
export const HISTORY_RETENTION_DAYS = 400;

/** Gives this process the environment of a deployed function. Handlers and clients of the SDK read it when they are made. */
export function setEnvironment(surroundings: Surroundings): void {
  const { dynamoDbEndpoint, ownDatabase, appUrl, identityProvider } = surroundings;
  // The local database takes any credentials, and a developer's own profile would take precedence over those below.
  if (ownDatabase || !process.env.AWS_ACCESS_KEY_ID) {
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name];
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  }
  delete process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS;
  process.env.AWS_REGION ||= 'us-east-1';
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamoDbEndpoint,
    AWS_ENDPOINT_URL_KMS: surroundings.kmsEndpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: surroundings.secretsEndpoint,
    SEALING_KEY_ID: surroundings.sealingKeyId,
    SIGNING_KEYS_ID: surroundings.signingKeysId,
    APP_URL: appUrl,
    TOKEN_RETENTION_DAYS: String(TOKEN_RETENTION_DAYS),
    HISTORY_RETENTION_DAYS: String(HISTORY_RETENTION_DAYS),
    EVENT_BUS: '',
    CONSOLE: 'true',
    ORIGIN_SECRET: '',
    OIDC_ISSUER: identityProvider?.issuer ?? '',
    OIDC_CLIENT_ID: identityProvider?.clientId ?? '',
    OIDC_AUDIENCE: identityProvider?.audience ?? '',
    OIDC_SCOPE: '',
    OIDC_ROLES_CLAIM: '',
    OIDC_ROLES: identityProvider ? JSON.stringify(identityProvider.roles) : '',
    ...Object.fromEntries(TABLE_NAMES.map((table) => [tableVariable(table), LOCAL_TABLES[table]])),
  });
}
