import { inScope, type Scope } from '../principal/scope.ts';
import { sameIncarnation, type User } from './user.ts';

/**
 * Whether a caller of this scope may log a user in by a token or session that was made for `userId` and `incarnation`
 * (no `userId`: anonymous). Disabled and deleted users are logged in by nothing; a limited caller logs in no anonymous
 * visitor.
 */
export function mayLogIn(
  made: { userId?: string | undefined; incarnation?: string | undefined },
  user: User | undefined,
  scope: Scope,
): boolean {
  if (made.userId === undefined) return scope === undefined;
  const owner = sameIncarnation(user, made);
  return owner !== undefined && !owner.disabled && inScope(scope, owner);
}
