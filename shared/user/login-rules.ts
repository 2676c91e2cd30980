import { clock } from '../clock.ts';
import { inScope, type Scope } from '../principal/scope.ts';
import { sameIncarnation, type User } from './user.ts';

/** The rules that tokens, codes and sessions share: which user one logs in, and when it is revoked. */

/**
 * Whether a caller of this scope may log in a user by a token or session that was issued for `userId` and `incarnation`
 * (no `userId`: anonymous). Never a disabled or deleted user. A limited caller may not log in an anonymous visitor.
 */
export function mayLogIn(
  issuedFor: { userId?: string | undefined; incarnation?: string | undefined },
  user: User | undefined,
  scope: Scope,
): boolean {
  if (issuedFor.userId === undefined) return scope === undefined;
  const owner = sameIncarnation(user, issuedFor);
  return owner !== undefined && !owner.disabled && inScope(scope, owner);
}

/** A user or a token. While it is disabled, all of its sessions are revoked; uses up to `sessionsNotBefore` are for good. */
type Revocable = { disabled?: boolean | undefined; sessionsNotBefore?: number | undefined };

/** Whether the session of a use is revoked. Instants are epoch milliseconds; a use at `sessionsNotBefore` is revoked. */
export const isRevoked = (usedAt: number, ...by: readonly (Revocable | undefined)[]): boolean =>
  by.some((one) => one !== undefined && (one.disabled || usedAt <= (one.sessionsNotBefore ?? 0)));

/** The current time as the next `sessionsNotBefore`. It never moves back, even when the clock is slow. */
export const nextNotBefore = (before: number | undefined): number => Math.max(clock(), before ?? 0);
