import { keepPreviousData, type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Page } from '../../../client/src/index.ts';

type Pages<Item> = {
  /** The list with its filters, without the cursor. */
  queryKey: QueryKey;
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>;
  /** From the address. */
  cursor: string | undefined;
  enabled?: boolean;
};

/** Cursors of previous pages, because the API pages forward only; '' is the first page. */
const previousCursors = new Map<string, string>();

/**
 * One page of a list. It prefetches the next page, and keeps the old page while another one loads. `previous` is the
 * cursor of the page before; after a reload it is unknown, and leads to the first page.
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
    previousCursors.set(next, cursor ?? '');
    void queryClient.prefetchQuery(options(next));
  }, [next]);

  const previous = cursor === undefined ? undefined : (previousCursors.get(cursor) ?? '');
  return { ...query, next, previous };
}
