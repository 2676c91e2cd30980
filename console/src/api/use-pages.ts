import { keepPreviousData, type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Page } from '../../../client/src/index.ts';

type Pages<Item> = {
  /** Names the list with all its filters, without the place in it. */
  queryKey: QueryKey;
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>;
  /** The place in the list, from the address. */
  cursor: string | undefined;
  enabled?: boolean;
};

/** The cursor of the page before each, for lists go on from a cursor and not back; '' is the first page. */
const before = new Map<string, string>();

/**
 * One page of a list. The next one is fetched as soon as this one is there, and while another is loading the old one
 * stays. `previous` is the cursor of the page before: after a reload it is not known, and is the first page's.
 */
export function usePages<Item>({ queryKey, read, cursor, enabled = true }: Pages<Item>) {
  const queryClient = useQueryClient();
  const options = (at: string | undefined) => ({
    queryKey: [...queryKey, { cursor: at ?? '' }],
    queryFn: ({ signal }: { signal: AbortSignal }) => read(at, signal),
  });
  const query = useQuery({ ...options(cursor), placeholderData: keepPreviousData, enabled });
  const next = query.isPlaceholderData ? undefined : (query.data?.nextCursor ?? undefined);

  useEffect(() => {
    if (next === undefined) return;
    before.set(next, cursor ?? '');
    void queryClient.prefetchQuery(options(next));
  }, [next]);

  const previous = cursor === undefined ? undefined : (before.get(cursor) ?? '');
  return { ...query, next, previous };
}
