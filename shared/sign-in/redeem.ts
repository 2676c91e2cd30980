import { parseCredential } from '../crypto/credential.ts';
import { derivedId } from '../crypto/id.ts';
import { sameDigest, sha256 } from '../crypto/secret.ts';
import { eventPosition, type LastEvent, newEvent, type Origin } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { UnavailableError } from '../storage/unavailable.ts';
import { mayLogIn } from '../token/may-log-in.ts';
import type { Token } from '../token/token.ts';
import { fromItem, type TokenItem } from '../token/token-item.ts';
import {
  ATTEMPT_WINDOW,
  confirmUse,
  countRefusal,
  isLatestUse,
  type Purposes,
  takeBackUse,
  type Use,
  useToken,
} from '../token/token-use-store.ts';
import { isOver } from '../user/revocation.ts';
import type { Scope, User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import { attemptMark } from './attempt.ts';
import { type RefusalReason, refusalReason } from './refusal.ts';

export type Attempt = {
  /** What was presented, as it came. */
  token: string;
  /** The caller's name for this attempt: repeating it is not a second use. Absent: it is never repeated. */
  attemptId: string | undefined;
  /**
   * The storefront, and the shopper's address and browser as it saw them. The time is that of the use: sessions that
   * are ended between it and the write end this one, too.
   */
  origin: Origin;
  /** The users this caller may log in. */
  scope: Scope;
  /** The purposes that this door is for; absent: any. */
  purposes?: Purposes;
  /** Whether this door is the one to which the set-up of a punch-out leads: for what that has made, and no other. */
  setUp?: boolean;
  /** Whether the token is for the user whom the caller has named; absent: the caller named nobody. */
  isFor?: ((user: User | undefined) => boolean) | undefined;
};

export type Redemption =
  | {
      outcome: 'redeemed';
      token: Token;
      user: User | null;
      /** Of the session that this yields: it follows from token, attempt and moment, so a repetition yields the same. */
      sessionId: string;
    }
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
  const { time: at } = attempt.origin;
  const use: Use = {
    id,
    secretHash: secret.hash(),
    attempt: mark,
    at,
    purposes: attempt.purposes,
    setUp: attempt.setUp ?? false,
    event,
  };
  const written = await useToken(db, use);

  if ('before' in written) {
    const { at: before } = written.before.lastUse;
    const previousUse = before === undefined ? {} : { at: before };
    return admit(db, attempt, use, afterUse(written.before, use), previousUse);
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
  attempt: Attempt,
  use: Use,
  used: TokenItem,
  previousUse: TokenItem['lastUse'],
): Promise<Redemption> {
  const { origin, attemptId } = attempt;
  const reverses = eventPosition(use.event);
  const takeBack = (event: LastEvent, evenIfOvertaken: boolean) =>
    takeBackUse(db, used, { attempt: use.attempt, event, previousUse, evenIfOvertaken });
  // Once it is overtaken, a use that others can repeat may have let one of them in.
  const withdraw = () => takeBack(newEvent('withdrawn', origin, { reverses }), attemptId === undefined);
  let user: User | undefined;
  try {
    user = await userOf(db, used);
  } catch (error) {
    await withdraw();
    throw error;
  }
  const reason = whyNot(used, user, attempt);
  if (reason) {
    await takeBack(newEvent('refused', origin, { reason, reverses }), true);
    return { outcome: 'refused', reason, tokenId: used.id };
  }
  if (isOver(use.at, used, user)) {
    await withdraw();
    throw new UnavailableError('sessions were ended at the moment of the use');
  }
  return redeemed(used, user, use.attempt);
}

/**
 * An earlier request of this attempt wrote the use: it counts once, and the user is read as always. Should that request
 * take its use back meanwhile, this one starts again.
 */
async function repeat(db: Database, attempt: Attempt, use: Use, item: TokenItem): Promise<Redemption> {
  const user = await userOf(db, item);
  const reason =
    whyNot(item, user, attempt) ?? (isOver(item.lastUse.at ?? 0, item, user) ? 'used' : undefined);
  if (reason) return refuse(db, attempt, item.id, reason);
  return (await confirmUse(db, use)) ? redeemed(item, user, use.attempt) : redeem(db, attempt);
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

const redeemed = (item: TokenItem, user: User | undefined, attempt: Uint8Array): Redemption => ({
  outcome: 'redeemed',
  token: fromItem(item),
  user: user ?? null,
  sessionId: derivedId(
    item.lastUse.at ?? 0,
    sha256(`${item.id}\0${Buffer.from(attempt).toString('base64')}`),
  ),
});

/** The item after the write, from what it was before: DynamoDB returns one of the two, and taking back needs that one. */
const afterUse = (item: TokenItem, { at, event }: Use): TokenItem => ({
  ...item,
  uses: item.uses + 1,
  successfulAttempts: item.successfulAttempts + 1,
  lastUse: { at },
  lastEvent: event,
});

/**
 * Whether the token's latest success is this very attempt. It must hold the right secret all the same, and nobody must
 * have closed the token since, or a lost answer would be a door.
 */
function isThisAttempt(item: TokenItem, { attempt, secretHash, at }: Use): boolean {
  return (
    isLatestUse(item, attempt) &&
    (item.lastUse.at ?? 0) >= at - ATTEMPT_WINDOW &&
    sameDigest(item.secretHash, secretHash) &&
    !item.disabled
  );
}

const userOf = async (db: Database, { userId }: TokenItem): Promise<User | undefined> =>
  userId === undefined ? undefined : getUser(db, userId);

/** Why nobody is let in by a use that the token itself allows. */
function whyNot(
  token: TokenItem,
  user: User | undefined,
  { scope, isFor }: Attempt,
): RefusalReason | undefined {
  if (!mayLogIn(token, user, scope)) return 'user_blocked';
  return isFor && !isFor(user) ? 'wrong_user' : undefined;
}
