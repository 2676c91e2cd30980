import { clock } from '../clock.ts';
import { inScope, type Scope } from '../principal/scope.ts';
import { sameIncarnation, type User } from './user.ts';

/** The rules that tokens, codes and sessions share: which user one logs in, and when it is revoked. */

/** The user of a token or session (no `userId`: anonymous), and the limits of the secret that logs the user in. */
type IssuedFor = { userId?: string | undefined; incarnation?: string | undefined; limits?: Scope };

/** The private reason why a user may not log in. */
export type LoginRefusal =
  /** Disabled, deleted, or not one of the caller's. */
  | 'user_blocked'
  /** Outside of the domains to which the maker of the secret was limited. */
  | 'user_outside_limits';

/**
 * Why a caller of this scope may not log in a user by a token or session; undefined: it may. Never a disabled or deleted
 * user, nor one outside of the limits of the secret. A limited caller may not log in an anonymous visitor.
 */
export function loginRefusal(
  issuedFor: IssuedFor,
  user: User | undefined,
  scope: Scope,
): LoginRefusal | undefined {
  if (issuedFor.userId === undefined) return scope === undefined ? undefined : 'user_blocked';
  const owner = sameIncarnation(user, issuedFor);
  if (!owner || owner.disabled || !inScope(scope, owner)) return 'user_blocked';
  return inScope(issuedFor.limits, owner) ? undefined : 'user_outside_limits';
}

/** A user or a token. While it is disabled, all of its sessions are revoked; uses up to `sessionsNotBefore` are for good. */
type Revocable = { disabled?: boolean | undefined; sessionsNotBefore?: number | undefined };

/** Whether the session of a use is revoked. Instants are epoch milliseconds; a use at `sessionsNotBefore` is revoked. */
export const isRevoked = (usedAt: number, ...by: readonly (Revocable | undefined)[]): boolean =>
  by.some((one) => one !== undefined && (one.disabled || usedAt <= (one.sessionsNotBefore ?? 0)));

/** The current time as the next `sessionsNotBefore`. It never moves back, even when the clock is slow. */
export const nextNotBefore = (before: number | undefined): number => Math.max(clock(), before ?? 0);
