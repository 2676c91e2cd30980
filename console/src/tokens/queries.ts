import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Token } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { refreshHistory, refreshQueries } from '../api/refresh.ts';

export const tokenQuery = (id: string) =>
  queryOptions({ queryKey: ['token', id], queryFn: ({ signal }) => api.tokens.get(id, { signal }) });

/** A token as a list that was shown has it. */
export const findTokenInLists = (queryClient: QueryClient, id: string): Token | undefined =>
  queryClient
    .getQueriesData<{ items?: readonly Token[] }>({ queryKey: ['tokens', 'list'] })
    .flatMap(([, page]) => page?.items ?? [])
    .find((token) => token.id === id);

/** Events that are shown at once. */
const EVENTS = 20;

/** What happened to a token, newest first; a deleted token has a history too. */
export const tokenEventsQuery = (id: string, kind: 'attempts' | undefined) =>
  infiniteQueryOptions({
    queryKey: ['token-events', id, kind ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      api.tokens.events(
        id,
        { limit: EVENTS, ...(kind && { kind }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** Milliseconds until lists tell of a change. */
const LIST_AFTER = [0, 1_500];

/** Shows a token as it is after a change, everywhere. Its string, where an answer had it, is not kept. */
export function cacheToken(queryClient: QueryClient, token: Token): void {
  queryClient.setQueryData(tokenQuery(token.id).queryKey, withoutString(token));
  // Lists are read from an index, which may be a moment behind.
  for (const wait of LIST_AFTER) setTimeout(() => void refreshQueries(queryClient, 'tokens'), wait);
  refreshHistory(queryClient);
}

/** Lists and history after a token is gone. */
export function removeCachedToken(queryClient: QueryClient, id: string): void {
  queryClient.removeQueries({ queryKey: tokenQuery(id).queryKey });
  void refreshQueries(queryClient, 'tokens');
  refreshHistory(queryClient);
}

/** Of the answers of creating and rotating: the query cache outlives the page that shows them. */
function withoutString(answer: Token & { token?: string; loginUrl?: string }): Token {
  const { token: _, loginUrl: __, ...rest } = answer;
  return rest;
}
