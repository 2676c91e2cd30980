import type { Actor, LastEvent } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';

export const PURPOSES = ['login', 'impersonation', 'procurement'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const STATUSES = ['active', 'used', 'expired', 'disabled'] as const;
export type Status = (typeof STATUSES)[number];

/** A login token without its secret. Times are epoch seconds. */
export type Token = {
  id: string;
  /** Undefined: anonymous. */
  userId: string | undefined;
  /** The incarnation of the user: a later user with the same id has another one. */
  incarnation: string | undefined;
  purpose: Purpose;
  /** The only door that takes the token; undefined: every other door. */
  door: string | undefined;
  /** null: never. */
  expiresAt: number | null;
  /** null: no limit. */
  maxUses: number | null;
  /** Uses since the last rotation, of both secrets while they overlap. Rotating sets it to 0, and does not change `successfulAttempts`. */
  uses: number;
  /** Epoch seconds until which the secret before the last rotation works too; null: it does not. */
  previousUntil: number | null;
  extra: string | null;
  reason: string | null;
  disabled: boolean;
  successfulAttempts: number;
  failedAttempts: number;
  lastAccessedAt: number | null;
  createdAt: number;
  updatedAt: number;
  createdBy: Actor;
  /** The creator of the current secret. For an impersonation it is the impersonating principal. */
  issuedBy: Actor;
  /** The scope of the principals that know a secret that works: it logs the user in only while the user is within. */
  limits: Scope;
  /** Of uses from `previousUntil` on: the scope of those that know the present secret. Only that of a rotation with an overlap. */
  limitsAfter: Scope;
  /** Counts the changes by administrators. Redeeming does not raise it, so it does not break `If-Match`. */
  version: number;
  lastEvent: LastEvent;
};

/** The door of the start pages of cXML punch-outs: the only one that takes their tokens. It takes no others. */
export const CXML_DOOR = 'cxml';

type Limited = { limits?: Scope; limitsAfter?: Scope; previousUntil?: number | null | undefined };

/**
 * The limits of a use at an instant in epoch milliseconds, and of its session. While two secrets work, they are those of
 * both: a session does not say by which of them it began.
 */
export const limitsAt = ({ limits, limitsAfter, previousUntil }: Limited, usedAt: number): Scope =>
  previousUntil != null && usedAt >= previousUntil * 1_000 ? limitsAfter : limits;

/** The limits of the present secret alone. */
export const ownLimits = ({ limits, limitsAfter, previousUntil }: Limited): Scope =>
  previousUntil == null ? limits : limitsAfter;

type Lifetime = Pick<Token, 'disabled' | 'expiresAt' | 'maxUses' | 'uses'>;

/** Seconds from the creation of an impersonation to its latest expiry. */
export const IMPERSONATION_LIMIT = 86_400;

/** Its session names the creator of an impersonation as actor: nobody else may get the string. */
export const isRevealable = ({ purpose }: Pick<Token, 'purpose'>): boolean => purpose !== 'impersonation';

export const isUsedUp = ({ maxUses, uses }: Pick<Token, 'maxUses' | 'uses'>): boolean =>
  maxUses !== null && uses >= maxUses;

/** The status at an instant in epoch seconds. The first that applies, in the order in which refusals give their reason. */
export function statusOf(token: Lifetime, now: number): Status {
  if (token.disabled) return 'disabled';
  if (token.expiresAt !== null && token.expiresAt <= now) return 'expired';
  if (isUsedUp(token)) return 'used';
  return 'active';
}
