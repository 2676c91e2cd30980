import type { StatisticsBucket } from '../../../client/src/index.ts';
import { RANGES, type Range } from './range.ts';

const HOURS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
// Days are counted in UTC: in another zone they would have the names of their neighbours.
const DAYS = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** What a bar is called in the reader's language. */
export const barName = (start: string, range: Range): string =>
  (RANGES[range].bucket === 'hour' ? HOURS : DAYS).format(new Date(start));

/** The end of a bar, before which its attempts were. */
export const endOfBar = ({ start }: Pick<StatisticsBucket, 'start'>, range: Range): string =>
  new Date(Date.parse(start) + RANGES[range].length).toISOString();
