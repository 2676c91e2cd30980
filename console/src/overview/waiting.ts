import { type Query, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/**
 * Whether one of these queries of the page is loading for the first time. What stands below a part that may vanish, or
 * grow, waits for it: nothing on the page moves when an answer arrives.
 */
export function useWaiting(isPart: (queryKey: Query['queryKey']) => boolean): boolean {
  const queryClient = useQueryClient();
  return useSyncExternalStore(
    (listener) => queryClient.getQueryCache().subscribe(listener),
    () => {
      const predicate = ({ queryKey }: Query) => isPart(queryKey);
      const parts = queryClient.getQueryCache().findAll({ type: 'active', predicate });
      return parts.length === 0 || parts.some(({ state }) => state.status === 'pending');
    },
  );
}

/** Parts that are there in a new service only. */
export const isFirstStep = ([name, part]: Query['queryKey']): boolean =>
  name === 'settings' || part === 'storefront' || part === 'any';

export const isList = ([name, part]: Query['queryKey']): boolean => part === 'shortlist' || name === 'events';
