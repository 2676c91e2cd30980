import { toSeconds } from '../clock.ts';
import { idTime } from '../crypto/id.ts';
import type { Actor, LastEvent } from '../event/event.ts';
import type { Item } from '../storage/database.ts';
import { shardOf } from '../tables.ts';
import type { Purpose, Token } from './token.ts';

/**
 * A token as DynamoDB keeps it. All of it together must stay under 1 KB for an ordinary token, attribute names
 * included, or every redemption costs two write units instead of one.
 */
export type TokenItem = {
  id: string;
  /** SHA-256 of the secret. A tombstone has none: nothing can be redeemed against it. */
  secretHash: Uint8Array;
  /** The secret as KMS sealed it, for the reveal function alone. Absent where nobody may reveal it. */
  sealedSecret?: Uint8Array | undefined;
  userId?: string | undefined;
  incarnation?: string | undefined;
  purpose: Purpose;
  /** The one door that takes the token; absent: every other door. */
  door?: string | undefined;
  /** Epoch seconds; `NEVER` when it does not expire, so that one comparison serves every token. */
  expiresAt: number;
  maxUses?: number | undefined;
  uses: number;
  extra?: string | undefined;
  reason?: string | undefined;
  disabled?: true | undefined;
  successfulAttempts: number;
  failedAttempts: number;
  /**
   * The latest success: when (in epoch milliseconds), and which attempt, so that a repeated answer is not a second use.
   * `repeated` once that answer was given again: then nothing can undo it any more.
   */
  lastUse: { at?: number; attempt?: Uint8Array; repeated?: true };
  createdBy: Actor;
  /** Who made the present secret, where that is said of the sessions it yields and was not the one who made the token. */
  rotatedBy?: Actor | undefined;
  /** Epoch milliseconds: sessions of uses up to then are over. */
  sessionsNotBefore?: number | undefined;
  version: number;
  lastEvent: LastEvent;
  shard: string;
  expiryKey: string;
  updatedKey: string;
  ttl?: number | undefined;
};

/** Later than any time an RFC 3339 timestamp can name, and as wide as the latest of them. */
export const NEVER = 999_999_999_999;

/** A sort key of an index by time: seconds at a fixed width, then the id. */
export const timeKey = (seconds: number, id: string): string => `${timeBound(seconds)}#${id}`;

const TIME_KEY = /^\d{12}#[0-9A-Za-z]{22}$/;
export const isTimeKey = (text: string): boolean => TIME_KEY.test(text);

/** Sorts before every key of that second, and after every key of an earlier one. */
export const timeBound = (seconds: number): string => String(seconds).padStart(12, '0');

/**
 * The attributes that depend on when a token expires; `retention` is in seconds. One that never does has no time to
 * live: once it is used up, and for as long as it is, the stream consumer gives it one.
 */
export function expiryAttributes({ id, expiresAt }: Pick<Token, 'id' | 'expiresAt'>, retention: number) {
  const ttl = expiresAt === null ? undefined : expiresAt + retention;
  return { expiresAt: expiresAt ?? NEVER, expiryKey: timeKey(expiresAt ?? NEVER, id), ttl };
}

/** The item of a new token. `sealedSecret` is undefined for one that nobody may reveal. */
export function toTokenItem(
  token: Token,
  {
    secretHash,
    sealedSecret,
    retention,
    door,
  }: {
    secretHash: Uint8Array;
    sealedSecret: Uint8Array | undefined;
    retention: number;
    door?: string | undefined;
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
    door,
    ...expiryAttributes(token, retention),
    maxUses: maxUses ?? undefined,
    uses: 0,
    extra: extra ?? undefined,
    reason: reason ?? undefined,
    successfulAttempts: 0,
    failedAttempts: 0,
    lastUse: {},
    createdBy: token.createdBy,
    version: token.version,
    lastEvent: token.lastEvent,
    shard: shardOf(id),
    updatedKey: timeKey(updatedAt, id),
  };
}

/** Whether an item is a token, and not the tombstone of a deleted one. */
export const isToken = (item: Item | undefined): item is TokenItem => item?.secretHash !== undefined;

/** A token, or how it ended: `deleted` by an administrator, or `removed` by TTL, which revokes no session. */
export type TokenState = TokenItem | 'deleted' | 'removed';
export const tokenState = (item: Item | undefined): TokenState =>
  isToken(item) ? item : item ? 'deleted' : 'removed';

export const toToken = (item: TokenItem): Token => ({
  id: item.id,
  userId: item.userId,
  incarnation: item.incarnation,
  purpose: item.purpose,
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
  updatedAt: Number.parseInt(item.updatedKey, 10),
  createdBy: item.createdBy,
  issuedBy: item.rotatedBy ?? item.createdBy,
  version: item.version,
  lastEvent: item.lastEvent,
});
