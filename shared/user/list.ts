import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { fillPage, type Page, type Paging } from '../storage/page.ts';
import {
  canBeIn,
  isSearchEntry,
  parseSearch,
  type Search,
  searchEntry,
  searchWords,
} from './search-words.ts';
import { isUserId, type User, type UserType } from './user.ts';
import { getUsers, scanUsers, searchUsers } from './user-store.ts';

export type UserFilters = { search?: string | undefined; type?: UserType | undefined };

type Context = Paging & { scope: Scope };

/**
 * A page of users. With `search`, the users whose name or e-mail address has, for every word of the search, a word that
 * begins with it.
 */
export const listUsers = (db: Database, filters: UserFilters, context: Context): Promise<Page<User>> =>
  filters.search === undefined
    ? listAll(db, filters, context)
    : listFound(db, filters, parseSearch(filters.search), context);

const matches = (user: User | undefined, { type }: UserFilters, scope: Scope): user is User =>
  user !== undefined && inScope(scope, user) && (type === undefined || user.type === type);

const listAll = (db: Database, filters: UserFilters, { scope, ...paging }: Context): Promise<Page<User>> =>
  fillPage(
    db,
    {
      name: 'users',
      filters,
      isPosition: isUserId,
      candidates: (after) => scanUsers(db, { after, pageSize: paging.limit + 1 }),
      show: async (scanned) => scanned.map(({ user }) => (matches(user, filters, scope) ? user : undefined)),
    },
    paging,
  );

function listFound(
  db: Database,
  filters: UserFilters,
  search: Search | undefined,
  { scope, ...paging }: Context,
): Promise<Page<User>> {
  // Without a read, the time of an empty page does not tell who has an address outside of the scope.
  const prefix = search && (!scope || canBeIn(scope, search.prefix)) ? search.prefix : undefined;
  return fillPage(
    db,
    {
      name: 'user-search',
      filters,
      isPosition: (text) => isSearchEntry(text, search?.prefix ?? ''),
      candidates: (after) => entriesOf(db, prefix, after, paging.limit + 1),
      show: async (entries) => {
        const users = await getUsers(
          db,
          entries.map(({ userId }) => userId),
        );
        return entries.map(({ userId, word }) => {
          const user = users.get(userId);
          const found = search && matches(user, filters, scope) && isFoundAt(user, search, word);
          return found ? user : undefined;
        });
      },
    },
    paging,
  );
}

type Entry = { word: string; userId: string; position: string };

/** The entries of each query after the first. */
const LATER_PAGES = 100;

/**
 * Whether a user is listed at this entry. A user with several words that match is listed once, at the first of them. An
 * entry of an earlier name of the user matches no word.
 */
function isFoundAt(user: User, { prefix, matches }: Search, word: string): boolean {
  const words = searchWords(user);
  const first = words.filter((own) => own.startsWith(prefix)).sort()[0];
  return first === word && matches(words);
}

async function* entriesOf(
  db: Database,
  prefix: string | undefined,
  after: string | undefined,
  first: number,
): AsyncGenerator<Entry> {
  if (prefix === undefined) return;
  let from = after;
  for (let limit = first; ; limit = LATER_PAGES) {
    const { entries, next } = await searchUsers(db, prefix, { after: from, limit });
    for (const { word, userId } of entries) yield { word, userId, position: searchEntry(word, userId) };
    if (next === undefined) return;
    from = next;
  }
}
