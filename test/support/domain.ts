import { KMSClient } from '@aws-sdk/client-kms';
import { config } from '../../functions/runtime/config.ts';
import { kmsSealer } from '../../shared/crypto/sealer.ts';
import type { AuditContext } from '../../shared/event/event.ts';
import type { Scope } from '../../shared/principal/scope.ts';
import { defaultSettings } from '../../shared/settings/settings.ts';
import { redeem } from '../../shared/sign-in/redeem.ts';
import type { Database } from '../../shared/storage/database.ts';
import { unbound } from '../../shared/token/conditions.ts';
import { createToken, type TokenRequest } from '../../shared/token/create.ts';
import { putUser as putUserOf, type UserRequest } from '../../shared/user/put.ts';
import type { User } from '../../shared/user/user.ts';

export const sealer = kmsSealer(new KMSClient({}), config.sealingKeyId);

export const ADMINISTRATOR = { id: 'key:0352ATc7dYeVNMLCjpKjVm', name: 'Administrator' };
export const STOREFRONT = { id: 'key:0352AU4nTw5Y5IU4UVwN3Z', name: 'Storefront' };

/** Seconds that tokens are kept after their end. */
export const RETENTION = 90 * 86_400;

/** Seconds that the history is kept. */
export const HISTORY_RETENTION = 400 * 86_400;

/** An ordinary browser's. */
export const USER_AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
export const IPV6 = '2001:0db8:85a3:0000:0000:8a2e:0370:7334';

export const auditOf = (by: AuditContext['by'], time = Date.now()): AuditContext => ({
  time,
  by,
  ip: IPV6,
  userAgent: USER_AGENT,
});

const TOKEN: TokenRequest = {
  userId: undefined,
  purpose: 'login',
  expiresAt: null,
  maxUses: 1,
  extra: null,
  reason: null,
};

/** Stores a token past the API. Returns it with its string. */
export async function makeToken(db: Database, request: Partial<TokenRequest> = {}, by = ADMINISTRATOR) {
  const creation = await createToken(
    { db, sealer },
    { ...TOKEN, expiresAt: Math.floor(Date.now() / 1000) + 3_600, ...request },
    { audit: auditOf(by), scope: undefined, idempotency: undefined, retention: RETENTION },
  );
  if (creation.outcome !== 'created') throw new Error(creation.outcome);
  return { id: creation.token.id, string: creation.string.reveal(), token: creation.token };
}

export async function putUser(db: Database, id: string, request: Partial<UserRequest> = {}): Promise<User> {
  const user = {
    type: 'contact',
    name: 'Jane Doe',
    email: undefined,
    phone: undefined,
    locale: undefined,
  } as const;
  const result = await putUserOf(
    db,
    id,
    { ...user, disabled: undefined, ...request },
    { audit: auditOf(ADMINISTRATOR), scope: undefined, expected: undefined },
  );
  if (!('user' in result)) throw new Error(result.outcome);
  return result.user;
}

/** The settings before an administrator changes any. */
export const DEFAULTS = defaultSettings({ appUrl: 'https://login.example.com', tokenRetentionDays: 90 });

let attempts = 0;

type Try = { attemptId?: string | undefined; audit?: AuditContext; scope?: Scope };

/** Redeems a token as a storefront, as a new attempt unless one is given. */
export function tryToken(db: Database, token: string, attempt: Try = {}) {
  const { by, ...audit } = attempt.audit ?? auditOf(STOREFRONT);
  const attemptId = 'attemptId' in attempt ? attempt.attemptId : `attempt-${++attempts}`;
  return redeem(db, { by, scope: attempt.scope, accepts: [unbound] }, { token, attemptId, audit });
}
