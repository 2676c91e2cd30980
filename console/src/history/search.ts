import * as v from 'valibot';
import { eventQuery } from '../../../functions/events/schemas.ts';
import { readerOf, type SearchOf } from '../address/by-schema.ts';
import { omitUndefined } from '../address/search-params.ts';

/** Preset ranges that end now. Without one, the API returns the last 30 days. */
const RANGES = ['hour', 'day', 'week'] as const;
export type Range = (typeof RANGES)[number];

/** Milliseconds. */
const LENGTHS: Record<Range, number> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };
/** Milliseconds. Starts are rounded, so that a page that is opened again within a minute is cached. */
const STEP = 60_000;

const { limit: _, ...filters } = eventQuery().entries;
const entries = { ...filters, range: v.picklist(RANGES) };
const read = readerOf(entries);

export type HistorySearch = SearchOf<typeof entries>;

/** A cursor belongs to one start time, so the addresses of further pages hold `from` beside `range`. */
export function readHistorySearch(search: Record<string, unknown>): HistorySearch {
  const { from, to, ...rest } = read(search);
  const { range, cursor } = rest;
  return omitUndefined({ ...rest, from: range && !cursor ? undefined : from, to: range ? undefined : to });
}

/** The start of a range that ends `now` (epoch milliseconds), in RFC 3339. */
export const startOfRange = (range: Range, now: number): string =>
  new Date(Math.floor(now / STEP) * STEP - LENGTHS[range]).toISOString();
