import { parseCredential } from '../crypto/credential.ts';
import { sameDigest, sha256 } from '../crypto/secret.ts';
import { eventPosition, type LastEvent, newEvent, type Origin } from '../event.ts';
import type { Database } from '../storage/database.ts';
import { inScope, type Scope, sameIncarnation, type User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import { statusOf, type Token } from './token.ts';
import { fromItem, type TokenItem } from './token-item.ts';
import {
  ATTEMPT_WINDOW,
  confirmUse,
  countRefusal,
  isLatestUse,
  takeBackUse,
  type Use,
  useToken,
} from './token-store.ts';

/** Why an attempt was refused: for the history and the log. The caller is never told. */
export type RefusalReason =
  | 'malformed'
  | 'unknown'
  | 'wrong_secret'
  | 'disabled'
  | 'expired'
  | 'used'
  | 'user_blocked';

export type Attempt = {
  /** What was presented, as it came. */
  token: string;
  /** The caller's name for this attempt: repeating it is not a second use. Absent: it is never repeated. */
  attemptId: string | undefined;
  /** The storefront, and the shopper's address and browser as it saw them. */
  origin: Origin;
  /** The users this caller may log in. */
  scope: Scope;
};

export type Redemption =
  | { outcome: 'redeemed'; token: Token; user: User | null }
  | { outcome: 'refused'; reason: RefusalReason; tokenId?: string };

/**
 * Redeems a token: one conditional write, then the user. Of any number of simultaneous attempts at a token with n uses
 * left, n succeed. Every refusal of an existing token does the same work: a write, the user, a write.
 */
export async function redeem(db: Database, attempt: Attempt): Promise<Redemption> {
  const credential = parseCredential('lt_', attempt.token);
  if (!credential) return { outcome: 'refused', reason: 'malformed' };

  const { id, secret } = credential;
  const event = newEvent('redeemed', attempt.origin);
  const mark = attemptMark(attempt.origin.by.id, attempt.attemptId ?? event.id);
  const use: Use = { id, secretHash: secret.hash(), attempt: mark, event };
  const written = await useToken(db, use);

  if ('before' in written) {
    const { at } = written.before.lastUse;
    return admit(db, attempt, use, afterUse(written.before, event), at === undefined ? {} : { at });
  }
  const item = written.met;
  if (!item) return { outcome: 'refused', reason: 'unknown', tokenId: id };
  if (isThisAttempt(item, use)) {
    const isThisRequest = item.lastEvent.id === event.id || attempt.attemptId === undefined;
    return isThisRequest ? admit(db, attempt, use, item, {}) : repeat(db, attempt, use, item);
  }
  const reason = refusalReason(item, use);
  await userOf(db, item);
  return refuse(db, attempt, id, reason);
}

/** This request wrote the use. It stands if the user may log in; else it is taken back, and so it is when nobody can tell. */
async function admit(
  db: Database,
  { origin, scope, attemptId }: Attempt,
  { attempt, event: redeemedEvent }: Use,
  used: TokenItem,
  previousUse: TokenItem['lastUse'],
): Promise<Redemption> {
  const reverses = eventPosition(redeemedEvent);
  const takeBack = (event: LastEvent, evenIfOvertaken: boolean) =>
    takeBackUse(db, used, { attempt, event, previousUse, evenIfOvertaken });
  let user: User | undefined;
  try {
    user = await userOf(db, used);
  } catch (error) {
    // Once it is overtaken, a use that others can repeat may have let one of them in.
    await takeBack(newEvent('withdrawn', origin, { reverses }), attemptId === undefined);
    throw error;
  }
  if (mayLogIn(used, user, scope)) return redeemed(used, user);
  const reason = 'user_blocked';
  await takeBack(newEvent('refused', origin, { reason, reverses }), true);
  return { outcome: 'refused', reason, tokenId: used.id };
}

/**
 * An earlier request of this attempt wrote the use: it counts once, and the user is read as always. Should that request
 * take its use back meanwhile, this one starts again.
 */
async function repeat(db: Database, attempt: Attempt, use: Use, item: TokenItem): Promise<Redemption> {
  const user = await userOf(db, item);
  if (!mayLogIn(item, user, attempt.scope)) return refuse(db, attempt, item.id, 'user_blocked');
  return (await confirmUse(db, use)) ? redeemed(item, user) : redeem(db, attempt);
}

async function refuse(
  db: Database,
  { origin }: Attempt,
  tokenId: string,
  reason: RefusalReason,
): Promise<Redemption> {
  await countRefusal(db, tokenId, newEvent('refused', origin, { reason }));
  return { outcome: 'refused', reason, tokenId };
}

const redeemed = (item: TokenItem, user: User | undefined): Redemption => ({
  outcome: 'redeemed',
  token: fromItem(item),
  user: user ?? null,
});

/** The item after the write, from what it was before: DynamoDB returns one of the two, and taking back needs that one. */
const afterUse = (item: TokenItem, event: LastEvent): TokenItem => ({
  ...item,
  uses: item.uses + 1,
  successfulAttempts: item.successfulAttempts + 1,
  lastUse: { at: event.at },
  lastEvent: event,
});

/** Sixteen bytes whatever the caller calls its attempts, and another caller's attempt of the same name is another one. */
const attemptMark = (callerId: string, attemptId: string): Uint8Array =>
  sha256(`${callerId}\0${attemptId}`).subarray(0, 16);

/**
 * Whether the token's latest success is this very attempt. It must hold the right secret all the same, and nobody must
 * have closed the token since, or a lost answer would be a door.
 */
function isThisAttempt(item: TokenItem, { attempt, secretHash, event }: Use): boolean {
  return (
    isLatestUse(item, attempt) &&
    (item.lastUse.at ?? 0) >= event.at - ATTEMPT_WINDOW &&
    sameDigest(item.secretHash, secretHash) &&
    !item.disabled
  );
}

/** The first reason that holds. */
function refusalReason(item: TokenItem, { secretHash, event }: Use): RefusalReason {
  if (!sameDigest(item.secretHash, secretHash)) return 'wrong_secret';
  const status = statusOf(fromItem(item), event.at);
  if (status === 'active') throw new Error('the database refused a use that nothing forbids');
  return status;
}

const userOf = async (db: Database, { userId }: TokenItem): Promise<User | undefined> =>
  userId === undefined ? undefined : getUser(db, userId);

function mayLogIn(token: TokenItem, user: User | undefined, scope: Scope): boolean {
  if (token.userId === undefined) return scope === undefined;
  const theirs = sameIncarnation(user, token);
  return theirs !== undefined && !theirs.disabled && inScope(scope, theirs);
}
