import { toSeconds } from '../clock.ts';
import { formatCredential, newSecret } from '../crypto/credential.ts';
import { newId } from '../crypto/id.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { sameIncarnation, type User } from '../user/user.ts';
import { findUserForToken, type UserNotAssignable } from './find.ts';
import { type Idempotency, storeTokenOnce } from './idempotency-store.ts';
import { isRevealable, type Purpose, type Token } from './token.ts';
import { toToken, toTokenItem } from './token-item.ts';
import { storeToken } from './token-store.ts';

export type TokenRequest = {
  userId: string | undefined;
  purpose: Purpose;
  /** Epoch seconds; null: never. */
  expiresAt: number | null;
  maxUses: number | null;
  extra: string | null;
  reason: string | null;
  /** The only door that takes the token; absent: every other door. */
  door?: string | undefined;
};

export type TokenCreation =
  /** `string` is the whole token string. Show it once, and do not store it. `repeated`: the answer of an earlier request. */
  | { outcome: 'created' | 'repeated'; token: Token; user: User | undefined; string: Secret }
  | UserNotAssignable
  | { outcome: 'idempotency_conflict' };

type Collaborators = { db: Database; sealer: Sealer };
type Context = {
  audit: AuditContext;
  scope: Scope;
  idempotency: Idempotency | undefined;
  /** Seconds that a token is kept after its end. */
  retention: number;
};

/** Creates a token in one write; with an `Idempotency-Key`, in one transaction that also stores the key. */
export async function createToken(
  { db, sealer }: Collaborators,
  request: TokenRequest,
  { audit, scope, idempotency, retention }: Context,
): Promise<TokenCreation> {
  const found = await findUserForToken(db, request.userId, scope);
  if (found.outcome !== 'found') return found;
  const { user } = found;

  const id = newId(audit.time);
  const secret = newSecret();
  const item = toTokenItem(newToken(id, request, user, { audit, scope }), {
    secretHash: secret.hash(),
    sealedSecret: isRevealable(request)
      ? await sealer.seal(secret, { purpose: 'token', tokenId: id })
      : undefined,
    retention,
  });
  if (!idempotency) {
    await storeToken(db, item);
  } else {
    const stored = await storeTokenOnce({ db, sealer }, { item, secret, idempotency, audit, scope });
    if (stored.outcome === 'conflict') return { outcome: 'idempotency_conflict' };
    if (stored.outcome === 'repeated') {
      const token = toToken(stored.item);
      return { outcome: 'repeated', token, user: sameIncarnation(user, token), string: stored.string };
    }
  }
  return { outcome: 'created', token: toToken(item), user, string: formatCredential('lt_', { id, secret }) };
}

function newToken(
  id: string,
  request: TokenRequest,
  user: User | undefined,
  { audit, scope }: Pick<Context, 'audit' | 'scope'>,
): Token {
  const now = toSeconds(audit.time);
  return {
    ...request,
    id,
    door: request.door,
    incarnation: user?.incarnation,
    uses: 0,
    previousUntil: null,
    disabled: false,
    successfulAttempts: 0,
    failedAttempts: 0,
    lastAccessedAt: null,
    createdAt: now,
    updatedAt: now,
    createdBy: audit.by,
    issuedBy: audit.by,
    limits: scope,
    limitsAfter: undefined,
    version: 1,
    lastEvent: newEvent('created', audit, { ...(request.reason !== null && { reason: request.reason }) }),
  };
}
