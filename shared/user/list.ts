import type { Database } from '../storage/database.ts';
import { fillPage, type Page, type Paging } from '../storage/page.ts';
import { isSearchEntry, parseSearch, type Search, searchEntry, searchWords } from './search-words.ts';
import { inScope, isUserId, type Scope, type User, type UserType } from './user.ts';
import { getUsers, scanUsers, searchUsers } from './user-store.ts';

export type UserFilters = { search?: string | undefined; type?: UserType | undefined };

/** Later requests for keys ask for more than the first. */
const LATER_PAGES = 100;

/** A page of users: those of whose name or address every word of the search begins a word, or all. */
export function listUsers(
  db: Database,
  filters: UserFilters,
  { scope, ...paging }: Paging & { scope: Scope },
): Promise<Page<User>> {
  const { search, type } = filters;
  const belongs = (user: User | undefined): user is User =>
    user !== undefined && inScope(scope, user) && (type === undefined || user.type === type);
  const first = paging.limit + 1;
  if (search !== undefined) {
    const wanted = parseSearch(search);
    return fillPage<Entry, User>(
      {
        name: 'user-search',
        filters,
        isPosition: (text) => isSearchEntry(text, wanted?.prefix ?? ''),
        candidates: (after) => entriesOf(db, wanted?.prefix, after, first),
        show: async (entries) => {
          const users = await getUsers(
            db,
            entries.map(({ userId }) => userId),
          );
          return entries.map((entry) => {
            const user = users.get(entry.userId);
            return wanted && belongs(user) && isFound(user, wanted, entry.word) ? user : undefined;
          });
        },
      },
      paging,
    );
  }
  return fillPage<Scanned, User>(
    {
      name: 'users',
      filters,
      isPosition: isUserId,
      candidates: (after) => allUsers(db, after, first),
      show: async (scanned) => scanned.map(({ user }) => (belongs(user) ? user : undefined)),
    },
    paging,
  );
}

type Entry = { word: string; userId: string; position: string };
type Scanned = { user: User | undefined; position: string };

/**
 * Whether a user is one to show at an entry: with several words of the prefix, at the first of them only; and not at
 * all where the entry is older than the user's name.
 */
function isFound(user: User, { prefix, matches }: Search, word: string): boolean {
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

async function* allUsers(db: Database, after: string | undefined, first: number): AsyncGenerator<Scanned> {
  let from = after;
  for (let limit = first; ; limit = LATER_PAGES) {
    const { scanned, next } = await scanUsers(db, { after: from, limit });
    for (const { id, user } of scanned) yield { user, position: id };
    if (next === undefined) return;
    from = next;
  }
}
