import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem, Unreachable } from '../../client/src/index.ts';
import { endSession } from './session/session.ts';

/** Milliseconds: a colleague's change shows when somebody comes back to a page after this long. */
const FRESH_FOR = 10_000;
const RETRIES = 2;

function noteRefusal(error: unknown): void {
  if (error instanceof Problem && error.status === 401) endSession();
}

/** Whether asking again may help: what was refused stays refused. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Problem && (error.status === 429 || error.status >= 500));

const waitFor = (attempt: number, error: unknown): number => {
  const asked = error instanceof Problem ? error.retryAfter : undefined;
  return asked === undefined ? 500 * 2 ** attempt : asked * 1000;
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteRefusal }),
  mutationCache: new MutationCache({ onError: noteRefusal }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_FOR,
      retry: (failures, error) => failures < RETRIES && isPassing(error),
      retryDelay: waitFor,
      // Offline, a request fails and says so: better than a page that waits in silence.
      networkMode: 'always',
    },
    // Whoever pressed a button decides whether to press it again.
    mutations: { retry: false, networkMode: 'always' },
  },
});
