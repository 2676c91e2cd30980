import { isPrincipalGone } from '../api-key/principal-store.ts';
import { readPastedCredential } from '../crypto/credential.ts';
import { derivedId } from '../crypto/id.ts';
import { isSecretOf } from '../crypto/rotated-secret.ts';
import { sha256 } from '../crypto/secret.ts';
import { type AuditContext, eventPosition, type LastEvent, newEvent } from '../event/event.ts';
import { isSessionEnded } from '../session/session-store.ts';
import type { Database } from '../storage/database.ts';
import { UnavailableError } from '../storage/unavailable.ts';
import { isRecent } from '../token/recent-writes.ts';
import { limitsAt, type Token } from '../token/token.ts';
import { authorityOf, type TokenItem, toToken } from '../token/token-item.ts';
import { revertUse } from '../token/token-reversal-store.ts';
import { getToken } from '../token/token-store.ts';
import {
  ATTEMPT_WINDOW,
  confirmUse,
  countRefusal,
  isLatestUse,
  type Use,
  useToken,
} from '../token/token-use-store.ts';
import { isRevoked, loginRefusal } from '../user/login-rules.ts';
import type { User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import { type Door, tokenConditions, userConditions } from './door.ts';
import { type RefusalReason, refusalReason } from './refusal.ts';

/** One try to redeem a token at a door. */
export type Attempt = {
  /** The text that was presented. It may be damaged; see `readPastedCredential`. */
  token: string;
  /** The caller's id of this attempt. Repeating it within two minutes is the same use. Absent: the caller does not repeat it. */
  attemptId: string | undefined;
  /**
   * Time, address and browser of the visitor, as the caller gives them. `time` is the instant of the use: a revocation
   * between it and the write revokes the session of this use too.
   */
  audit: Omit<AuditContext, 'by'>;
  /** Stores what must come with the session. It runs once the token is known to be live; when it fails, the use is withdrawn. */
  store?: ((sessionId: string) => Promise<void>) | undefined;
};

export type Redeemed = {
  outcome: 'redeemed';
  token: Token;
  /** null: anonymous. */
  user: User | null;
  /** Derived from the token, the attempt and the instant of the use, so a repeated attempt yields the same session. */
  sessionId: string;
};
export type Refused = { outcome: 'refused'; reason: RefusalReason; tokenId?: string };
export type Redemption = Redeemed | Refused;

/**
 * Redeems a token: one conditional write, then a read of the user. Of simultaneous attempts with a token that has n uses
 * left, n succeed. A door that is not for every user reads token and user before the write too: an attempt that it refuses
 * takes no use away from others, not even for a moment. All refusals of an existing token at a door make the same requests
 * (write, read, write; or read, read, write), so their duration does not tell the reason.
 */
export async function redeem(db: Database, door: Door, attempt: Attempt): Promise<Redemption> {
  const reading = readPastedCredential('lt_', attempt.token);
  if (reading.outcome !== 'whole') return { outcome: 'refused', reason: 'malformed' };

  const { id, secret } = reading.credential;
  const audit = { ...attempt.audit, by: door.by };
  const event = newEvent('redeemed', audit);
  const use: Use = {
    id,
    secretHash: secret.hash(),
    attemptDigest: digestAttempt(door.by.id, attempt.attemptId ?? event.id),
    at: audit.time,
    accepts: tokenConditions(door),
    event,
  };
  const entry: Entry = { db, door, attempt, audit, use };
  if (!isForAllUsers(door)) {
    const refused = await refuseBeforeUse(entry);
    if (refused) return refused;
  }
  const written = await useToken(db, use);

  if ('before' in written) {
    const { before } = written;
    return completeUse(entry, afterUse(before, use), before.lastUse, before.secretHash);
  }
  const item = written.met;
  if (!item) return { outcome: 'refused', reason: 'unknown', tokenId: id };
  if (isRecent(item, event)) return completeUse(entry, item, {}, use.secretHash);
  if (isUseOfAttempt(item, use)) return repeatUse(entry, item);
  const reason = refusalReason(item, use);
  if (!reason) throw new Error('the database refused a use that nothing forbids');
  await userOf(db, item);
  return refuse(entry, reason);
}

/** An attempt in progress. */
type Entry = { db: Database; door: Door; attempt: Attempt; audit: AuditContext; use: Use };

/** A digest of eight bytes. Two callers with the same id of an attempt have different digests. */
export const digestAttempt = (callerId: string, attemptId: string): Uint8Array =>
  sha256(`${callerId}\0${attemptId}`).subarray(0, 8);

/** Refuses an attempt without a write to the token's uses, when the token or its user cannot be accepted as they are now. */
async function refuseBeforeUse(entry: Entry): Promise<Refused | undefined> {
  const { db, door, use } = entry;
  const item = await getToken(db, use.id);
  if (!item) return { outcome: 'refused', reason: 'unknown', tokenId: use.id };
  const user = await userOf(db, item);
  if (isUseOfAttempt(item, use)) return undefined;
  const reason =
    refusalReason(item, use) ?? userRefusal(item, user, door, use.at) ?? (await makerRefusal(entry, item));
  return reason && refuse(entry, reason);
}

/**
 * Completes the use that this request wrote, which counts with the uses since the secret `countedFor` was made. Reverts it
 * when the user may not log in, or cannot be read.
 */
async function completeUse(
  entry: Entry,
  used: TokenItem,
  previousUse: TokenItem['lastUse'],
  countedFor: Uint8Array,
): Promise<Redemption> {
  const { db, door, attempt, audit, use } = entry;
  const reverses = eventPosition(use.event);
  const revert = (event: LastEvent, evenIfOvertaken: boolean) =>
    revertUse(db, used, { use, event, previousUse, countedFor, evenIfOvertaken });
  // A use that is no longer the latest and can be repeated may have let a repetition in: it stays spent.
  const withdraw = () => revert(newEvent('withdrawn', audit, { reverses }), attempt.attemptId === undefined);
  let user: User | undefined;
  let refusal: RefusalReason | undefined;
  try {
    user = await userOf(db, used);
    refusal = userRefusal(used, user, door, use.at) ?? (await makerRefusal(entry, used));
  } catch (error) {
    await withdraw();
    throw error;
  }
  // The token may have been rotated before a lost answer was noticed.
  const rotated = !isSecretOf(used, use.secretHash, use.event.at);
  const reason = rotated ? 'wrong_secret' : refusal;
  if (reason) {
    await revert(newEvent('refused', audit, { reason, reverses }), true);
    return { outcome: 'refused', reason, tokenId: used.id };
  }
  if (isRevoked(use.at, used, user)) {
    await withdraw();
    throw new UnavailableError('sessions were revoked at the moment of the use');
  }
  const result = redeemed(used, user, use);
  try {
    await attempt.store?.(result.sessionId);
  } catch (error) {
    await withdraw();
    throw error;
  }
  return result;
}

/**
 * Answers a repeated attempt: the use counts once, and the user and the session are checked again. When the earlier
 * request has reverted the use meanwhile, the attempt starts again.
 */
async function repeatUse(entry: Entry, item: TokenItem): Promise<Redemption> {
  const { db, door, attempt, use } = entry;
  const { at: usedAt = 0 } = item.lastUse;
  const user = await userOf(db, item);
  const result = redeemed(item, user, { ...use, at: usedAt });
  // Of an attempt without an id nobody has got the session yet.
  const wasEnded = attempt.attemptId !== undefined && (await isSessionEnded(db, result.sessionId));
  const reason =
    userRefusal(item, user, door, usedAt) ??
    (await makerRefusal(entry, item)) ??
    (wasEnded || isRevoked(usedAt, item, user) ? 'used' : undefined);
  if (reason) return refuse(entry, reason);
  if (!(await confirmUse(db, use))) return redeem(db, door, attempt);
  await attempt.store?.(result.sessionId);
  return result;
}

async function refuse({ db, audit, use: { id } }: Entry, reason: RefusalReason): Promise<Refused> {
  await countRefusal(db, id, newEvent('refused', audit, { reason }));
  return { outcome: 'refused', reason, tokenId: id };
}

/** `at` is the instant of the use. */
const redeemed = (
  item: TokenItem,
  user: User | undefined,
  { attemptDigest, at }: Pick<Use, 'attemptDigest' | 'at'>,
): Redeemed => ({
  outcome: 'redeemed',
  token: toToken(item),
  user: user ?? null,
  sessionId: derivedId(at, sha256(`${item.id}\0${Buffer.from(attemptDigest).toString('base64')}`)),
});

/** The item after the write. DynamoDB returns the item before it, which `revertUse` needs. */
const afterUse = (item: TokenItem, { at, event }: Use): TokenItem => ({
  ...item,
  uses: item.uses + 1,
  successfulAttempts: item.successfulAttempts + 1,
  lastUse: { at },
  lastEvent: event,
});

/**
 * Whether this attempt made the latest use of the token. The secret must match and the token must be enabled, or a
 * repetition would let a visitor in after a rotation or a disabling.
 */
function isUseOfAttempt(item: TokenItem, { attemptDigest, secretHash, at, event }: Use): boolean {
  return (
    isLatestUse(item, attemptDigest) &&
    (item.lastUse.at ?? 0) >= at - ATTEMPT_WINDOW &&
    isSecretOf(item, secretHash, event.at) &&
    !item.disabled
  );
}

const userOf = async (db: Database, { userId }: TokenItem): Promise<User | undefined> =>
  userId === undefined ? undefined : getUser(db, userId);

/** Whether a door accepts the user of every token, so that only a blocked one is refused after the write. */
const isForAllUsers = (door: Door): boolean => door.scope === undefined && userConditions(door).length === 0;

/** The reason to refuse a use at an instant (epoch milliseconds) because of the user; undefined: there is none. */
function userRefusal(
  token: TokenItem,
  user: User | undefined,
  door: Door,
  usedAt: number,
): RefusalReason | undefined {
  const refusal = loginRefusal({ ...token, limits: limitsAt(token, usedAt) }, user, door.scope);
  if (refusal) return refusal;
  return userConditions(door).every(({ holds }) => holds(user)) ? undefined : 'wrong_user';
}

/** The reason to refuse what a principal began that is gone. Other tokens cost no request. */
async function makerRefusal({ db, use }: Entry, token: TokenItem): Promise<RefusalReason | undefined> {
  const principal = authorityOf(token);
  return principal && (await isPrincipalGone(db, principal, use.at)) ? 'maker_gone' : undefined;
}
