import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { HistoryEvent } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';

/** By the ids of users. */
export type Names = ReadonlyMap<string, string>;

/** Milliseconds: what somebody is called seldom changes. */
const FRESH_FOR = 300_000;

const tokenUsersQuery = (tokenIds: readonly string[]) =>
  queryOptions({
    queryKey: ['tokens', 'users', tokenIds],
    queryFn: async ({ signal }) => {
      const { items } = await api.tokens.list({ ids: [...tokenIds], limit: 100 }, { signal });
      return items.flatMap(({ user }) => (user?.name ? [[user.id, user.name] as const] : []));
    },
    enabled: tokenIds.length > 0,
    staleTime: FRESH_FOR,
  });

/**
 * What the users are called whom events are about, as far as it is known yet: events keep ids alone. One request tells
 * it of all tokens; of users whom no token on the page has, it is asked one by one.
 */
export function useNames(events: readonly Pick<HistoryEvent, 'tokenId' | 'userId'>[]): Names {
  const tokenUsers = useQuery(tokenUsersQuery(unique(events.map(({ tokenId }) => tokenId))));
  const others = unique(events.map(({ tokenId, userId }) => (tokenId === null ? userId : null)));
  const users = useQueries({
    queries: others.map((id) => ({ ...userQuery(id), staleTime: FRESH_FOR, retry: false })),
  });
  const names = new Map(tokenUsers.data);
  for (const { data } of users) if (data) names.set(data.id, data.name);
  return names;
}

/** At most 100, as a request for tokens can name: a page is shorter. */
const unique = (ids: readonly (string | null)[]): string[] =>
  [...new Set(ids.filter((id) => id !== null))].sort().slice(0, 100);
