import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Token, TokenString } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { refreshHistory, refreshQueries } from '../api/query-client.ts';

export const tokenQuery = (id: string) =>
  queryOptions({ queryKey: ['token', id], queryFn: ({ signal }) => api.tokens.get(id, { signal }) });

/** A token from the cached lists. */
export const findTokenInLists = (queryClient: QueryClient, id: string): Token | undefined =>
  queryClient
    .getQueriesData<{ items?: readonly Token[] }>({ queryKey: ['tokens', 'list'] })
    .flatMap(([, page]) => page?.items ?? [])
    .find((token) => token.id === id);

const EVENT_LIMIT = 20;

/** The history of a token, newest first. A deleted token still has one. */
export const tokenEventsQuery = (id: string, kind: 'attempts' | undefined) =>
  infiniteQueryOptions({
    queryKey: ['token-events', id, kind ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      api.tokens.events(
        id,
        { limit: EVENT_LIMIT, ...(kind && { kind }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** Milliseconds. Lists are read from an index, which may lag behind. */
const LIST_DELAYS = [0, 1_500];

/** Updates the cache after a change, without the secret that the response may hold. */
export function cacheToken(queryClient: QueryClient, token: Token): void {
  queryClient.setQueryData(tokenQuery(token.id).queryKey, withoutString(token));
  for (const wait of LIST_DELAYS) setTimeout(() => void refreshQueries(queryClient, 'tokens'), wait);
  refreshHistory(queryClient);
}

export function removeCachedToken(queryClient: QueryClient, id: string): void {
  queryClient.removeQueries({ queryKey: tokenQuery(id).queryKey });
  void refreshQueries(queryClient, 'tokens');
  refreshHistory(queryClient);
}

/** Removes the secret from responses of create and rotate, because the cache outlives the page. */
function withoutString(answer: Token & Partial<TokenString>): Token {
  const { token: _, loginUrl: __, callbackUrl: ___, ...rest } = answer;
  return rest;
}
