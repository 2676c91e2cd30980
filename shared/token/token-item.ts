import { toSeconds } from '../clock.ts';
import { idTime } from '../crypto/id.ts';
import type { RotatedSecret } from '../crypto/rotated-secret.ts';
import type { Actor, LastEvent } from '../event/event.ts';
import type { Item } from '../storage/database.ts';
import { shardOf } from '../tables.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { Purpose, Token } from './token.ts';

/**
 * The stored token. An ordinary one must stay under 1 KB, attribute names included: a larger item costs two write units
 * for each redemption.
 */
export type TokenItem = RecentWrites &
  RotatedSecret & {
    id: string;
    /** The secret, sealed by KMS; only the reveal function can unseal it. Absent: nobody may reveal it. */
    sealedSecret?: Uint8Array | undefined;
    userId?: string | undefined;
    incarnation?: string | undefined;
    purpose: Purpose;
    /** The only door that takes the token; absent: every other door. */
    door?: string | undefined;
    /** Epoch seconds; `NEVER` if it does not expire, so that one condition serves every token. */
    expiresAt: number;
    maxUses?: number | undefined;
    uses: number;
    extra?: string | undefined;
    reason?: string | undefined;
    disabled?: true | undefined;
    successfulAttempts: number;
    failedAttempts: number;
    /**
     * The latest use: its instant in epoch milliseconds, and the digest of its attempt, by which a repetition is recognised.
     * `secret`: the beginning of the hash of the secret that was used, which tells the string before a rotation.
     * `repeated`: a repetition was let in, so the use cannot be reverted. `priorReverted`: a use before it was reverted, so
     * reverting this one restores no digest.
     */
    lastUse: { at?: number; digest?: Uint8Array; secret?: Uint8Array; repeated?: true; priorReverted?: true };
    createdBy: Actor;
    /** The principal that rotated an impersonation: its sessions name it as actor. */
    rotatedBy?: Actor | undefined;
    /** When it did, in epoch seconds. */
    rotatedAt?: number | undefined;
    /** The id of the impersonating principal: an index finds what a principal has begun. */
    actor?: string | undefined;
    /** The domains of the limited principals that made, rotated or revealed the present secret; absent: none was limited. */
    limits?: readonly string[] | undefined;
    /** Those that take their place at `previousUntil`. */
    limitsAfter?: readonly string[] | undefined;
    /** Epoch milliseconds: sessions of uses up to this instant are revoked. */
    sessionsNotBefore?: number | undefined;
    version: number;
    lastEvent: LastEvent;
    shard: string;
    expiryKey: string;
    updatedKey: string;
    ttl?: number | undefined;
  };

/** Epoch seconds later than any RFC 3339 timestamp, with as many digits as the latest of them. */
export const NEVER = 999_999_999_999;

/** A sort key of an index by time: seconds with a fixed number of digits, then the id. */
export const timeKey = (seconds: number, id: string): string => `${timeBound(seconds)}#${id}`;

const TIME_KEY = /^\d{12}#[0-9A-Za-z]{22}$/;
export const isTimeKey = (text: string): boolean => TIME_KEY.test(text);

/** Sorts before every key of this second, and after every key of an earlier one. */
export const timeBound = (seconds: number): string => String(seconds).padStart(12, '0');

/**
 * The attributes that follow from the expiry of a token; `retention` is in seconds. A token that never expires has no TTL
 * until it is used up: then the stream consumer sets one.
 */
export function expiryAttributes({ id, expiresAt }: Pick<Token, 'id' | 'expiresAt'>, retention: number) {
  const ttl = expiresAt === null ? undefined : expiresAt + retention;
  return { expiresAt: expiresAt ?? NEVER, expiryKey: timeKey(expiresAt ?? NEVER, id), ttl };
}

/** The item of a new token. `sealedSecret` is undefined if nobody may reveal it; `retention` is in seconds. */
export function toTokenItem(
  token: Token,
  {
    secretHash,
    sealedSecret,
    retention,
  }: {
    secretHash: Uint8Array;
    sealedSecret: Uint8Array | undefined;
    retention: number;
  },
): TokenItem {
  const { id, maxUses, extra, reason, updatedAt } = token;
  return {
    id,
    secretHash,
    sealedSecret,
    userId: token.userId,
    incarnation: token.incarnation,
    purpose: token.purpose,
    door: token.door,
    ...expiryAttributes(token, retention),
    maxUses: maxUses ?? undefined,
    uses: 0,
    extra: extra ?? undefined,
    reason: reason ?? undefined,
    successfulAttempts: 0,
    failedAttempts: 0,
    lastUse: {},
    createdBy: token.createdBy,
    actor: token.purpose === 'impersonation' ? token.issuedBy.id : undefined,
    limits: token.limits,
    version: token.version,
    lastEvent: token.lastEvent,
    shard: shardOf(id),
    updatedKey: timeKey(updatedAt, id),
  };
}

/** The beginning of a hash: enough to tell two secrets of one token apart, and too little to guess one. */
export const secretMark = (secretHash: Uint8Array): Uint8Array => secretHash.subarray(0, 3);

/** Whether an item is a token. The tombstone of a deleted token has no secret: nothing can redeem it. */
export const isToken = (item: Item | undefined): item is TokenItem => item?.secretHash !== undefined;

/** A token; `deleted`: by an administrator, which revokes its sessions; `absent`: TTL has removed it, which does not. */
export type TokenState = TokenItem | 'deleted' | 'absent';
export const tokenState = (item: Item | undefined): TokenState =>
  isToken(item) ? item : item ? 'deleted' : 'absent';

/**
 * The principal with which the token and its sessions end: whoever acts as the user, or the procurement system that opens a
 * start page. `since`: when it gave the string out, in epoch milliseconds. Undefined: they end with no principal.
 */
export function authorityOf(item: TokenItem): { id: string; since: number } | undefined {
  const { purpose, door, createdBy, rotatedBy, rotatedAt } = item;
  const began = { id: createdBy.id, since: idTime(item.id) };
  if (purpose !== 'impersonation') return door === undefined ? undefined : began;
  return rotatedBy && rotatedAt !== undefined ? { id: rotatedBy.id, since: rotatedAt * 1_000 } : began;
}

/** The token of an item. */
export const toToken = (item: TokenItem): Token => ({
  id: item.id,
  userId: item.userId,
  incarnation: item.incarnation,
  purpose: item.purpose,
  door: item.door,
  expiresAt: item.expiresAt === NEVER ? null : item.expiresAt,
  maxUses: item.maxUses ?? null,
  uses: item.uses,
  extra: item.extra ?? null,
  reason: item.reason ?? null,
  disabled: item.disabled ?? false,
  successfulAttempts: item.successfulAttempts,
  failedAttempts: item.failedAttempts,
  lastAccessedAt: item.lastUse.at === undefined ? null : toSeconds(item.lastUse.at),
  createdAt: toSeconds(idTime(item.id)),
  previousUntil: item.previousUntil ?? null,
  updatedAt: Number.parseInt(item.updatedKey, 10),
  createdBy: item.createdBy,
  issuedBy: item.rotatedBy ?? item.createdBy,
  limits: item.limits,
  limitsAfter: item.limitsAfter,
  version: item.version,
  lastEvent: item.lastEvent,
});
