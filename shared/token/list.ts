import { isId } from '../crypto/id.ts';
import { inScope, type Scope } from '../principal/scope.ts';
import { batchGet } from '../storage/batch-get.ts';
import type { Database } from '../storage/database.ts';
import { orderedKeys } from '../storage/ordered-keys.ts';
import { fillPage, type Page, type Paging, READ_LIMIT } from '../storage/page.ts';
import { sameIncarnation, type User } from '../user/user.ts';
import { getUsers, NOBODY } from '../user/user-store.ts';
import { matchesToken, matchesUser, needsUser, type TokenFilters } from './filter.ts';
import { indexQuery, isPosition, type Order, orderOf, positionOf, userQuery } from './list-query.ts';
import type { Token } from './token.ts';
import { isToken, type TokenItem, toToken } from './token-item.ts';

export type ListedToken = { token: Token; user: User | undefined };

/** A token that may match; with its item if the order required to read it. */
type Candidate = { id: string; position: string; item?: TokenItem };

type Context = { scope: Scope; now: number };

/** A page of the tokens that match, in order, from the index that leaves the fewest candidates. */
export async function listTokens(
  db: Database,
  filters: TokenFilters,
  { scope, now, ...paging }: Paging & Context,
): Promise<Page<ListedToken>> {
  const order = orderOf(filters);
  const page = await fillPage<Candidate, ListedToken>(
    db,
    {
      name: 'tokens',
      filters,
      isPosition: (text) => isPosition(text, order),
      candidates: (after) => candidatesOf(db, { filters, order, scope }, after, paging.limit + 1),
      show: (candidates) => readMatches(db, candidates, filters, { scope, now }),
    },
    paging,
  );
  if (page.outcome === 'invalid_cursor' || needsUser(filters, scope)) return page;
  const userOf = await usersOf(
    db,
    page.items.map(({ token }) => token),
  );
  return { ...page, items: page.items.map(({ token }) => ({ token, user: userOf(token) })) };
}

/** The tokens that can match, in order. */
async function* candidatesOf(
  db: Database,
  { filters, order, scope }: { filters: TokenFilters; order: Order; scope: Scope },
  after: string | undefined,
  pageSize: number,
): AsyncGenerator<Candidate> {
  const { ids, userId } = filters;
  // Read first, or the time of an empty page would tell whether a user outside of the scope has tokens.
  if (scope && userId !== undefined && !inScope(scope, (await getUsers(db, [userId])).get(userId))) return;
  if (ids) return yield* readInOrder(db, ids, order, after);
  if (userId !== undefined) {
    const query = userQuery(userId, filters, order.descending);
    if (order.by === 'createdAt') return yield* keysOf(db, { ...query, after, pageSize });
    const all = await idsUpTo(keysOf(db, { ...query, pageSize: 500 }), READ_LIMIT);
    if (all) return yield* readInOrder(db, all, order, after);
  }
  yield* keysOf(db, { ...indexQuery(filters, order), after, pageSize });
}

async function* keysOf(db: Database, query: Parameters<typeof orderedKeys>[1]): AsyncGenerator<Candidate> {
  for await (const key of orderedKeys(db, query)) yield { id: key.id, position: key[query.sortKey] };
}

/** All ids, or undefined when there are more than `limit`. */
async function idsUpTo(candidates: AsyncIterable<Candidate>, limit: number): Promise<string[] | undefined> {
  const ids: string[] = [];
  for await (const { id } of candidates) {
    if (ids.push(id) > limit) return undefined;
  }
  return ids;
}

/** Reads and sorts tokens for which no index has the order. */
async function* readInOrder(
  db: Database,
  ids: readonly string[],
  order: Order,
  after: string | undefined,
): AsyncGenerator<Candidate> {
  const sign = order.descending ? -1 : 1;
  const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -sign : sign);
  const items = await getTokens(db, ids);
  yield* items
    .map((item) => ({ id: item.id, position: positionOf(item, order), item }))
    .filter(({ position }) => after === undefined || compare(position, after) > 0)
    .sort((a, b) => compare(a.position, b.position));
}

/** The listed token for each candidate; undefined: it does not match. */
async function readMatches(
  db: Database,
  candidates: readonly Candidate[],
  filters: TokenFilters,
  { scope, now }: Context,
): Promise<(ListedToken | undefined)[]> {
  const unread = candidates.filter(({ item }) => !item).map(({ id }) => id);
  const items = [...candidates.flatMap(({ item }) => item ?? []), ...(await getTokens(db, unread))];
  const tokens = items.map(toToken).filter((token) => matchesToken(token, filters, now));
  const userOf = needsUser(filters, scope) ? await usersOf(db, tokens, scope) : undefined;
  const listed = tokens
    .map((token): ListedToken => ({ token, user: userOf?.(token) }))
    .filter(({ user }) => !userOf || matchesUser(user, filters, scope));
  const byId = new Map(listed.map((one) => [one.token.id, one]));
  return candidates.map(({ id }) => byId.get(id));
}

/** Consistent read: an index may still have a token that was just deleted. */
async function getTokens(db: Database, ids: readonly string[]): Promise<TokenItem[]> {
  const keys = [...new Set(ids)].filter(isId).map((id) => ({ id }));
  return (await batchGet(db, 'tokens', keys, { consistent: true })).filter(isToken);
}

async function usersOf(
  db: Database,
  tokens: readonly Token[],
  scope?: Scope,
): Promise<(token: Token) => User | undefined> {
  const ids = tokens.flatMap(({ userId }) => userId ?? []);
  const users = await getUsers(db, scope && ids.length === 0 ? [NOBODY] : ids);
  return (token) => sameIncarnation(users.get(token.userId ?? ''), token);
}
