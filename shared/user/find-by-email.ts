import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { searchWords } from './search-words.ts';
import type { User } from './user.ts';
import { getUsers, searchUsers } from './user-store.ts';

export type UserByEmail = { outcome: 'found'; user: User } | { outcome: 'none' | 'several' };

/** Addresses that differ in accents alone are one in the search; more of them than this are nobody's. */
const LIMIT = 50;

/**
 * The one user with this address whom a principal of this scope may see. Where several have it, nobody can tell who is
 * meant; disabled ones count too, or disabling one of two would sign the other one in.
 */
export async function findUserByEmail(db: Database, email: string, scope: Scope): Promise<UserByEmail> {
  const [word] = searchWords({ name: '', email });
  if (!word) return { outcome: 'none' };
  const { entries, next } = await searchUsers(db, `${word}#`, { after: undefined, limit: LIMIT });
  const users = await getUsers(
    db,
    entries.map(({ userId }) => userId),
  );
  const wanted = email.toLowerCase();
  const found = [...users.values()].filter(
    (user) => user.email?.toLowerCase() === wanted && inScope(scope, user),
  );
  const [user] = found;
  if (found.length > 1 || next !== undefined) return { outcome: 'several' };
  return user ? { outcome: 'found', user } : { outcome: 'none' };
}
