import { isSameAddress } from '../email-address.ts';
import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { searchWords } from './search-words.ts';
import type { User } from './user.ts';
import { getUsers, NOBODY, searchUsers } from './user-store.ts';

export type UserByEmail = { outcome: 'found'; user: User } | { outcome: 'none' | 'several' };

/** The search ignores accents, so several addresses can have one entry. */
const LIMIT = 50;

/**
 * The only user with this e-mail address, in any case and in either form of its domain, within a scope. `several` is a refusal: the address does not tell
 * which one is meant. Disabled users count, or the address of one would sign in the other. An address outside of the scope costs
 * no request, and every other one a search and a read: the duration does not tell who exists.
 */
export async function findUserByEmail(db: Database, email: string, scope: Scope): Promise<UserByEmail> {
  const [word] = searchWords({ name: '', email });
  if (!word || !inScope(scope, { email })) return { outcome: 'none' };
  const { entries, next } = await searchUsers(db, `${word}#`, { after: undefined, limit: LIMIT });
  const ids = entries.map(({ userId }) => userId);
  // Without an entry, a read that finds nothing takes as long as one that finds somebody.
  const users = await getUsers(db, ids.length > 0 ? ids : [NOBODY]);
  const found = [...users.values()].filter(
    (user) => user.email !== undefined && isSameAddress(user.email, email),
  );
  const [user] = found;
  if (found.length > 1 || next !== undefined) return { outcome: 'several' };
  return user ? { outcome: 'found', user } : { outcome: 'none' };
}
