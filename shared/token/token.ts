import type { Actor, LastEvent } from '../event/event.ts';

export const PURPOSES = ['login', 'impersonation', 'procurement'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const STATUSES = ['active', 'used', 'expired', 'disabled'] as const;
export type Status = (typeof STATUSES)[number];

/** A login token as the domain knows it: without its secret. Times are epoch seconds. */
export type Token = {
  id: string;
  /** Nobody in particular when absent. */
  userId: string | undefined;
  /** Which user of that id it was made for: deleting a user and making one of the same id makes another incarnation. */
  incarnation: string | undefined;
  purpose: Purpose;
  /** null: never. */
  expiresAt: number | null;
  /** null: as often as wanted until it expires. */
  maxUses: number | null;
  /** Uses of the present secret. Rotating starts again at 0; `successfulAttempts` goes on. */
  uses: number;
  extra: string | null;
  reason: string | null;
  disabled: boolean;
  successfulAttempts: number;
  failedAttempts: number;
  lastAccessedAt: number | null;
  createdAt: number;
  updatedAt: number;
  createdBy: Actor;
  /** Who made its present secret. Of an impersonation, that is who impersonates. */
  issuedBy: Actor;
  /** Counts the administrators' changes; redeeming is none. */
  version: number;
  lastEvent: LastEvent;
};

type Lifetime = Pick<Token, 'disabled' | 'expiresAt' | 'maxUses' | 'uses'>;

/** How long an impersonation can be used, in seconds. */
export const IMPERSONATION_LIMIT = 86_400;

/** Whoever uses an impersonation is named by its session: nobody but the one who made it may have its string. */
export const isRevealable = ({ purpose }: Pick<Token, 'purpose'>): boolean => purpose !== 'impersonation';

export const isUsedUp = ({ maxUses, uses }: Pick<Token, 'maxUses' | 'uses'>): boolean =>
  maxUses !== null && uses >= maxUses;

/** Derived from what is stored and never stored itself; in the order in which refusals name their reasons. */
export function statusOf(token: Lifetime, now: number): Status {
  if (token.disabled) return 'disabled';
  if (token.expiresAt !== null && token.expiresAt <= now) return 'expired';
  if (isUsedUp(token)) return 'used';
  return 'active';
}
