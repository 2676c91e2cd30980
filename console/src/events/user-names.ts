import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { HistoryEvent } from '../../../client/src/index.ts';
import { IDS_MAX } from '../../../shared/token/limits.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';

/** Names by user id. */
export type UserNames = ReadonlyMap<string, string>;

/** Milliseconds; names seldom change. */
const STALE_TIME = 300_000;

const tokenUsersQuery = (tokenIds: readonly string[]) =>
  queryOptions({
    queryKey: ['tokens', 'users', tokenIds],
    queryFn: async ({ signal }) => {
      const { items } = await api.tokens.list({ ids: [...tokenIds], limit: IDS_MAX }, { signal });
      return items.flatMap(({ user }) => (user?.name ? [[user.id, user.name] as const] : []));
    },
    enabled: tokenIds.length > 0,
    staleTime: STALE_TIME,
  });

/**
 * The names of the users of these events, as far as they are loaded: events hold only ids. One request loads the users of
 * all tokens; users of other events are loaded one by one. `settled`: none is still on its way.
 */
export function useUserNames(events: readonly Pick<HistoryEvent, 'tokenId' | 'userId'>[]): {
  names: UserNames;
  settled: boolean;
} {
  const tokenUsers = useQuery(tokenUsersQuery(unique(events.map(({ tokenId }) => tokenId))));
  const others = unique(events.map(({ tokenId, userId }) => (tokenId === null ? userId : null)));
  const users = useQueries({
    queries: others.map((id) => ({ ...userQuery(id), staleTime: STALE_TIME, retry: false })),
  });
  const names = new Map(tokenUsers.data);
  for (const { data } of users) if (data) names.set(data.id, data.name);
  return { names, settled: !tokenUsers.isLoading && users.every(({ isLoading }) => !isLoading) };
}

/** At most as many ids as one request takes. */
const unique = (ids: readonly (string | null)[]): string[] =>
  [...new Set(ids.filter((id) => id !== null))].sort().slice(0, IDS_MAX);
