import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { sameIncarnation, type User } from '../user/user.ts';
import { getUser, NOBODY } from '../user/user-store.ts';
import type { TokenItem } from './token-item.ts';
import { getToken } from './token-store.ts';

/** A token and the user that it logs in; undefined: anonymous, or the user was deleted. */
export type FoundToken = { item: TokenItem; user: User | undefined };

/** The token, if it exists and its user is within the scope. For a limited scope it always takes two reads. */
export async function findToken(db: Database, id: string, scope: Scope): Promise<FoundToken | undefined> {
  const item = await getToken(db, id);
  const userId = item?.userId ?? (scope && NOBODY);
  const found = userId === undefined ? undefined : await getUser(db, userId);
  if (!item) return undefined;
  const user = sameIncarnation(found, item);
  return inScope(scope, user) ? { item, user } : undefined;
}

export type UserNotAssignable = { outcome: 'forbidden' | 'user_not_found' | 'user_disabled' };
export type UserForToken = { outcome: 'found'; user: User | undefined } | UserNotAssignable;

/**
 * The user for a new or rotated token (no `userId`: anonymous). `forbidden` does not tell a principal with a limited scope
 * whether a user outside of it exists.
 */
export async function findUserForToken(
  db: Database,
  userId: string | undefined,
  scope: Scope,
): Promise<UserForToken> {
  if (userId === undefined) return scope ? { outcome: 'forbidden' } : { outcome: 'found', user: undefined };
  const user = await getUser(db, userId);
  if (!inScope(scope, user)) return { outcome: 'forbidden' };
  if (!user) return { outcome: 'user_not_found' };
  return user.disabled ? { outcome: 'user_disabled' } : { outcome: 'found', user };
}
