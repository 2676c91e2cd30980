import { Secret } from '../../shared/crypto/secret.ts';
import { TABLE_NAMES, type TableName, tableVariable } from '../../shared/tables.ts';
import { parseBaseUrl } from '../../shared/url.ts';

/** The only file of functions that reads the environment. It fails at load, by the name of a missing variable. */

const DAY = 86_400;

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
}

function wholeDays(name: string): number {
  const days = Number(required(name));
  if (!Number.isInteger(days) || days < 1)
    throw new Error(`${name} must be a whole number of days, 1 or more`);
  return days;
}

function baseUrls(name: string): string[] {
  return (process.env[name] ?? '')
    .split(/\s+/)
    .filter((text) => text !== '')
    .map((text) => {
      const url = parseBaseUrl(text);
      if (!url) throw new Error(`${name} must be https addresses without query, with blanks between`);
      return url;
    });
}

const tables = Object.fromEntries(TABLE_NAMES.map((table) => [table, required(tableVariable(table))]));

export const config = {
  tables: tables as Record<TableName, string>,
  /** The base of login links and the issuer of sessions, without a trailing slash. No request can change it. */
  appUrl: required('APP_URL').replace(/\/+$/, ''),
  /** What administrators may set as base of login links, besides `appUrl`. Links are credentials: these are for this service alone. */
  allowedAppUrls: baseUrls('ALLOWED_APP_URLS'),
  /** The KMS key that seals secrets. */
  sealingKeyId: required('SEALING_KEY_ID'),
  /** The secret in Secrets Manager that holds the signing keys. */
  signingKeysId: required('SIGNING_KEYS_ID'),
  /** The secret that holds their public halves. */
  publishedKeysId: required('PUBLISHED_KEYS_ID'),
  /** Days that a token is kept after its expiry, its last use or its deletion, unless the settings say otherwise. */
  tokenRetentionDays: wholeDays('TOKEN_RETENTION_DAYS'),
  /** Seconds that the history and the hourly counters are kept. */
  historyRetention: wholeDays('HISTORY_RETENTION_DAYS') * DAY,
  /** The name of the EventBridge bus that gets every event; undefined: none. */
  eventBus: process.env.EVENT_BUS || undefined,
  /** Whether the deployment has a console, at `/console/`. */
  console: process.env.CONSOLE === 'true',
  /** The secret in requests that CloudFront forwards; undefined: the deployment has no CloudFront. */
  originSecret: process.env.ORIGIN_SECRET ? new Secret(process.env.ORIGIN_SECRET) : undefined,
  /** The OpenID Connect provider of administrators, unparsed: `parseProvider` reads it. */
  oidc: {
    OIDC_ISSUER: process.env.OIDC_ISSUER,
    OIDC_CLIENT_ID: process.env.OIDC_CLIENT_ID,
    OIDC_AUDIENCE: process.env.OIDC_AUDIENCE,
    OIDC_CLIENTS: process.env.OIDC_CLIENTS,
    OIDC_REQUIRED_SCOPE: process.env.OIDC_REQUIRED_SCOPE,
    OIDC_SCOPE: process.env.OIDC_SCOPE,
    OIDC_ROLES_CLAIM: process.env.OIDC_ROLES_CLAIM,
    OIDC_ROLES: process.env.OIDC_ROLES,
  },
};
