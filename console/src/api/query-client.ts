import { QueryClient } from '@tanstack/react-query';
import { Problem, Unreachable } from '../../../client/src/index.ts';

/** Milliseconds: a colleague's change shows when somebody comes back to a page after this long. */
const FRESH_FOR = 10_000;
const RETRIES = 2;

/** Whether asking again may help: what was refused stays refused. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Problem && (error.status === 429 || error.status >= 500));

/** Milliseconds: nobody looks longer at a page that only waits. */
const LONGEST_WAIT = 10_000;

const waitFor = (attempt: number, error: unknown): number => {
  const asked = error instanceof Problem ? error.retryAfter : undefined;
  return Math.min(asked === undefined ? 500 * 2 ** attempt : asked * 1000, LONGEST_WAIT);
};

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_FOR,
      retry: (failures, error) => failures < RETRIES && isTransient(error),
      retryDelay: waitFor,
      // Offline, a request fails and says so: better than a page that waits in silence.
      networkMode: 'always',
    },
    // Whoever pressed a button decides whether to press it again.
    // What they are answered may be a secret: nothing keeps it but the component that shows it.
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
});
