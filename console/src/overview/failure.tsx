import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Notice } from '../ui/notice.tsx';

/** The query keys of the parts of the overview. */
const PARTS = ['statistics', 'tokens', 'events'];

const partsOf = (queryClient: QueryClient) =>
  queryClient.getQueryCache().findAll({
    type: 'active',
    predicate: ({ queryKey: [name] }) => PARTS.includes(String(name)),
  });

/** The error, if all parts failed: it is then shown once instead of in every part. */
export function useFailure(): Error | undefined {
  const queryClient = useQueryClient();
  return useSyncExternalStore(
    (listener) => queryClient.getQueryCache().subscribe(listener),
    () => {
      const states = partsOf(queryClient).map(({ state }) => state);
      const all = states.length > 1 && states.every(({ data, error }) => error && data === undefined);
      return (all && states[0]?.error) || undefined;
    },
  );
}

export function Failure({ error }: { error: Error }) {
  const queryClient = useQueryClient();
  return (
    <Notice error={error} retry={() => partsOf(queryClient).map((query) => query.fetch().catch(() => {}))} />
  );
}
