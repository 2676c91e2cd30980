import { nonEmptyText, omitUndefined, oneOf } from '../address/search-params.ts';

/** Preset ranges that end now. Without one, the API returns the last 30 days. */
export const RANGES = ['hour', 'day', 'week'] as const;
export type Range = (typeof RANGES)[number];

/** Milliseconds. */
const LENGTHS: Record<Range, number> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };
/** Milliseconds. Starts are rounded, so that a page that is opened again within a minute is cached. */
const STEP = 60_000;

export type HistorySearch = ReturnType<typeof readHistorySearch>;

/** A cursor belongs to one start time, so the addresses of further pages hold `from` beside `range`. */
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

/** The start of a range that ends `now` (epoch milliseconds), in RFC 3339. */
export const startOfRange = (range: Range, now: number): string =>
  new Date(Math.floor(now / STEP) * STEP - LENGTHS[range]).toISOString();
