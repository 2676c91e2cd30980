import { inScope, type Scope, sameIncarnation, type User } from '../user/user.ts';

/** Whether what was made for a user, or for nobody in particular, may still log that one in by a caller of this scope. */
export function mayLogIn(
  made: { userId?: string | undefined; incarnation?: string | undefined },
  user: User | undefined,
  scope: Scope,
): boolean {
  if (made.userId === undefined) return scope === undefined;
  const theirs = sameIncarnation(user, made);
  return theirs !== undefined && !theirs.disabled && inScope(scope, theirs);
}
