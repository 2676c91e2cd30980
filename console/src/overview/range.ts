import type { StatisticsBucket } from '../../../client/src/index.ts';
import { LOCALE } from '../ui/locale.ts';

/** The ranges of the chart. `length` is that of one bar in milliseconds. */
export const RANGES = {
  day: { name: '24 hours', bucket: 'hour', bars: 24, length: 3_600_000 },
  week: { name: '7 days', bucket: 'day', bars: 7, length: 86_400_000 },
  month: { name: '30 days', bucket: 'day', bars: 30, length: 86_400_000 },
} as const;
export type Range = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as [Range, ...Range[]];

/** Whole hours or days in UTC, the last of which contains `now` (epoch milliseconds). */
export function spanOf(range: Range, now: number): { from: string; to: string } {
  const { bars, length } = RANGES[range];
  const end = (Math.floor(now / length) + 1) * length;
  return { from: new Date(end - bars * length).toISOString(), to: new Date(end).toISOString() };
}

export const sumBuckets = (buckets: readonly StatisticsBucket[]) => ({
  redeemed: buckets.reduce((sum, { redeemed }) => sum + redeemed, 0),
  refused: buckets.reduce((sum, { refused }) => sum + refused, 0),
  created: buckets.reduce((sum, { created }) => sum + created, 0),
});

const HOURS = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
// The API counts days in UTC; a local date could be that of the day before or after.
const DAYS = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const barLabel = (start: string, range: Range): string =>
  (RANGES[range].bucket === 'hour' ? HOURS : DAYS).format(new Date(start));

/** Exclusive end of a bar, in RFC 3339. */
export const endOfBar = ({ start }: Pick<StatisticsBucket, 'start'>, range: Range): string =>
  new Date(Date.parse(start) + RANGES[range].length).toISOString();
