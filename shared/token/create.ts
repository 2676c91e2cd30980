import { toSeconds } from '../clock.ts';
import { formatCredential, newSecret } from '../crypto/credential.ts';
import { newId } from '../crypto/id.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { newEvent, type Origin } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { type Scope, sameIncarnation, type User } from '../user/user.ts';
import { chooseUser, type NotChosen } from './find.ts';
import { type Idempotency, putTokenOnce } from './idempotency-store.ts';
import { isRevealable, type Purpose, type Token } from './token.ts';
import { fromItem, toItem } from './token-item.ts';
import { putToken } from './token-use-store.ts';

export type TokenRequest = {
  userId: string | undefined;
  purpose: Purpose;
  /** Epoch seconds; null: never. */
  expiresAt: number | null;
  maxUses: number | null;
  extra: string | null;
  reason: string | null;
  /** For the set-up of a punch-out, which the token opens. */
  setUp?: true | undefined;
};

export type Creation =
  /** `token` is the whole 64-character string, to be shown this once. */
  | { outcome: 'created' | 'repeated'; token: Token; user: User | undefined; string: Secret }
  | NotChosen
  | { outcome: 'idempotency_conflict' };

type Collaborators = { db: Database; sealer: Sealer };
type Context = {
  origin: Origin;
  scope: Scope;
  idempotency: Idempotency | undefined;
  /** Seconds that a token is kept after its end. */
  retention: number;
};

/** Makes a token in one write; with an idempotency key, in one transaction that also remembers the key. */
export async function createToken(
  { db, sealer }: Collaborators,
  request: TokenRequest,
  { origin, scope, idempotency, retention }: Context,
): Promise<Creation> {
  const chosen = await chooseUser(db, request.userId, scope);
  if (chosen.outcome !== 'chosen') return chosen;
  const { user } = chosen;

  const id = newId(origin.time);
  const secret = newSecret();
  const item = toItem(newToken(id, request, user, origin), {
    secretHash: secret.hash(),
    sealedSecret: isRevealable(request)
      ? await sealer.seal(secret, { purpose: 'token', tokenId: id })
      : undefined,
    retention,
    setUp: request.setUp,
  });
  if (!idempotency) {
    await putToken(db, item);
  } else {
    const stored = await putTokenOnce({ db, sealer }, { item, secret, idempotency, origin });
    if (stored.outcome === 'conflict') return { outcome: 'idempotency_conflict' };
    if (stored.outcome === 'repeated') {
      const theirs = sameIncarnation(user, stored.item);
      return { outcome: 'repeated', token: fromItem(stored.item), user: theirs, string: stored.string };
    }
  }
  return { outcome: 'created', token: fromItem(item), user, string: formatCredential('lt_', { id, secret }) };
}

function newToken(id: string, request: TokenRequest, user: User | undefined, origin: Origin): Token {
  const now = toSeconds(origin.time);
  const { setUp: _, ...asked } = request;
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
    createdBy: origin.by,
    issuedBy: origin.by,
    version: 1,
    lastEvent: newEvent('created', origin, { ...(request.reason !== null && { reason: request.reason }) }),
  };
}
