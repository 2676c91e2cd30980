import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { sameIncarnation, type User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import type { TokenItem } from './token-item.ts';
import { getToken } from './token-store.ts';

/** A token with the user it logs in: undefined when anonymous, or when that user was deleted. */
export type FoundToken = { item: TokenItem; user: User | undefined };

/** The token, if there is one and a principal of this scope may see it. */
export async function findToken(db: Database, id: string, scope: Scope): Promise<FoundToken | undefined> {
  const item = await getToken(db, id);
  if (!item) return undefined;
  const user = item.userId === undefined ? undefined : sameIncarnation(await getUser(db, item.userId), item);
  return inScope(scope, user) ? { item, user } : undefined;
}

export type UserNotAssignable = { outcome: 'forbidden' | 'user_not_found' | 'user_disabled' };
export type UserForToken = { outcome: 'chosen'; user: User | undefined } | UserNotAssignable;

/** The user that a token shall be for. Who is limited to domains learns nothing about users outside of them. */
export async function findUserForToken(
  db: Database,
  userId: string | undefined,
  scope: Scope,
): Promise<UserForToken> {
  if (userId === undefined) return scope ? { outcome: 'forbidden' } : { outcome: 'chosen', user: undefined };
  const user = await getUser(db, userId);
  if (!inScope(scope, user)) return { outcome: 'forbidden' };
  if (!user) return { outcome: 'user_not_found' };
  return user.disabled ? { outcome: 'user_disabled' } : { outcome: 'chosen', user };
}
