import type { QueryClient } from '@tanstack/react-query';

/** Refetches the queries whose keys begin with one of these names, such as 'tokens'. */
export const refreshQueries = (queryClient: QueryClient, ...names: readonly string[]): Promise<unknown> =>
  Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));

/** Milliseconds. History is written from a stream, within seconds after a change. */
const HISTORY_DELAYS = [0, 1_000, 4_000];

/** Refetches history until it can be expected to hold the change that was just made. */
export function refreshHistory(queryClient: QueryClient): void {
  for (const delay of HISTORY_DELAYS)
    setTimeout(() => void refreshQueries(queryClient, 'token-events', 'events', 'statistics'), delay);
}
