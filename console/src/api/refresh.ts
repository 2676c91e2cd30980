import type { QueryClient } from '@tanstack/react-query';

/** Shows anew whatever tells of these things, such as 'tokens'. */
export const refreshQueries = (queryClient: QueryClient, ...names: readonly string[]): Promise<unknown> =>
  Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));

/** Milliseconds until history tells of a change: it is written from a stream, within seconds. */
const HISTORY_AFTER = [0, 1_000, 4_000];

/** Shows history anew once it can be expected to tell of what was just done. */
export function refreshHistory(queryClient: QueryClient): void {
  for (const wait of HISTORY_AFTER)
    setTimeout(() => void refreshQueries(queryClient, 'token-events', 'events', 'statistics'), wait);
}
