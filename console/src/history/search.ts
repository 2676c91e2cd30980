import { nonEmptyText, omitUndefined, oneOf } from '../address/search-params.ts';

/** Spans that end now, by their names in the address. Without one, the API's own: the last 30 days. */
export const RANGES = ['hour', 'day', 'week'] as const;
export type Range = (typeof RANGES)[number];

/** Milliseconds. */
const LENGTHS: Record<Range, number> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };
/** Milliseconds: who comes back within a minute is shown what was loaded. */
const STEP = 60_000;

export type HistorySearch = ReturnType<typeof readHistorySearch>;

/**
 * A range begins at another moment whenever its first page is read, and a cursor belongs to one: the further pages have
 * the moment in their address too.
 */
export function readHistorySearch(search: Record<string, unknown>) {
  const range = oneOf(RANGES, search.range);
  const cursor = nonEmptyText(search.cursor);
  return omitUndefined({
    range,
    from: range && !cursor ? undefined : nonEmptyText(search.from),
    to: range ? undefined : nonEmptyText(search.to),
    type: nonEmptyText(search.type),
    by: nonEmptyText(search.by),
    cursor,
  });
}

/** When a range begins that ends now, epoch milliseconds. */
export const startOfRange = (range: Range, now: number): string =>
  new Date(Math.floor(now / STEP) * STEP - LENGTHS[range]).toISOString();
