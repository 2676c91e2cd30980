import { QueryClient } from '@tanstack/react-query';
import { Problem, Unreachable } from '../../../client/src/index.ts';

/** Milliseconds. A page that is opened again later than this refetches. */
const STALE_TIME = 10_000;
const RETRIES = 2;

/** Whether a retry may succeed. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Problem && (error.status === 429 || error.status >= 500));

/** Milliseconds. Also limits Retry-After: people do not wait longer. */
const MAX_DELAY = 10_000;

const retryDelay = (attempt: number, error: unknown): number => {
  const retryAfter = error instanceof Problem ? error.retryAfter : undefined;
  return Math.min(retryAfter === undefined ? 500 * 2 ** attempt : retryAfter * 1000, MAX_DELAY);
};

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_TIME,
      retry: (failures, error) => failures < RETRIES && isTransient(error),
      retryDelay,
      // A request fails at once when the browser is offline; the default would wait without a message.
      networkMode: 'always',
    },
    // No retry: the user decides whether to send a change again.
    // No cache: a response may hold a secret, which only the component that shows it may keep.
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
});

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
