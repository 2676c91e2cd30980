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
  /** The one door that takes the token; absent: every other door. */
  door?: string | undefined;
};

export type TokenCreation =
  /** `token` is the whole 64-character string, to be shown this once. */
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

/** Makes a token in one write; with an idempotency key, in one transaction that also remembers the key. */
export async function createToken(
  { db, sealer }: Collaborators,
  request: TokenRequest,
  { audit, scope, idempotency, retention }: Context,
): Promise<TokenCreation> {
  const chosen = await findUserForToken(db, request.userId, scope);
  if (chosen.outcome !== 'chosen') return chosen;
  const { user } = chosen;

  const id = newId(audit.time);
  const secret = newSecret();
  const item = toTokenItem(newToken(id, request, user, audit), {
    secretHash: secret.hash(),
    sealedSecret: isRevealable(request)
      ? await sealer.seal(secret, { purpose: 'token', tokenId: id })
      : undefined,
    retention,
    door: request.door,
  });
  if (!idempotency) {
    await storeToken(db, item);
  } else {
    const stored = await storeTokenOnce({ db, sealer }, { item, secret, idempotency, audit });
    if (stored.outcome === 'conflict') return { outcome: 'idempotency_conflict' };
    if (stored.outcome === 'repeated') {
      const theirs = sameIncarnation(user, stored.item);
      return { outcome: 'repeated', token: toToken(stored.item), user: theirs, string: stored.string };
    }
  }
  return { outcome: 'created', token: toToken(item), user, string: formatCredential('lt_', { id, secret }) };
}

function newToken(id: string, request: TokenRequest, user: User | undefined, audit: AuditContext): Token {
  const now = toSeconds(audit.time);
  const { door: _, ...asked } = request;
  return {
    ...asked,
    id,
    incarnation: user?.incarnation,
    uses: 0,
    disabled: false,
    successfulAttempts: 0,
    failedAttempts: 0,
    lastAccessedAt: null,
    createdAt: now,
    updatedAt: now,
    createdBy: audit.by,
    issuedBy: audit.by,
    version: 1,
    lastEvent: newEvent('created', audit, { ...(request.reason !== null && { reason: request.reason }) }),
  };
}
