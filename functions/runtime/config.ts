import { Secret } from '../../shared/crypto/secret.ts';
import { TABLE_NAMES, type TableName, tableVariable } from '../../shared/tables.ts';

/** The one place where the environment is read: at load, and a missing value fails by its name. */

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
}

function days(name: string): number {
  const value = Number(required(name));
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} must be a whole number of days, 1 or more`);
  return value * 86_400;
}

const tables = Object.fromEntries(TABLE_NAMES.map((table) => [table, required(tableVariable(table))]));

export const config = {
  tables: tables as Record<TableName, string>,
  /** Where login links lead, without a trailing slash. Never taken from a request. */
  appUrl: required('APP_URL').replace(/\/+$/, ''),
  /** The KMS key that seals secrets. */
  sealingKeyId: required('SEALING_KEY_ID'),
  /** The secret in Secrets Manager that holds the keys that sign sessions. */
  signingKeysId: required('SIGNING_KEYS_ID'),
  /** Seconds that a token stays after its expiry, its last use or its deletion, for those who review it. */
  tokenRetention: days('TOKEN_RETENTION_DAYS'),
  /** Seconds that an event of the history, and the hourly counters, are kept. */
  historyRetention: days('HISTORY_RETENTION_DAYS'),
  /** The EventBridge bus that gets every event, when the deployment has one. */
  eventBus: process.env.EVENT_BUS || undefined,
  /** Whether there is a console beside the API, at `/console/`. */
  console: process.env.CONSOLE === 'true',
  /** What requests bring along that came through what stands in front of the API, where something does. */
  originSecret: process.env.ORIGIN_SECRET ? new Secret(process.env.ORIGIN_SECRET) : undefined,
  /** The identity provider of administrators, as texts that are read where they are of use. */
  oidc: {
    OIDC_ISSUER: process.env.OIDC_ISSUER,
    OIDC_CLIENT_ID: process.env.OIDC_CLIENT_ID,
    OIDC_AUDIENCE: process.env.OIDC_AUDIENCE,
    OIDC_SCOPE: process.env.OIDC_SCOPE,
    OIDC_ROLES_CLAIM: process.env.OIDC_ROLES_CLAIM,
    OIDC_ROLES: process.env.OIDC_ROLES,
  },
};
