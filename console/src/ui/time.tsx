import { useSyncExternalStore } from 'react';

/** Seconds. */
const [MINUTE, HOUR, DAY, MONTH, YEAR] = [60, 3_600, 86_400, 2_592_000, 31_536_000];
/** Days are counted up to so many: «in 89 days» tells more than «in 2 months». */
const DAYS_SHOWN = 100;

/** «in 1 hour» */
const NUMBERED = new Intl.RelativeTimeFormat(undefined, { numeric: 'always' });
/** «yesterday», «now» */
const NAMED = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const SHORT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The number of the day on which a moment (epoch milliseconds) is where the reader is. */
function dayOf(moment: number): number {
  const date = new Date(moment);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (DAY * 1000);
}

/**
 * «in 3 hours», «2 minutes ago», «yesterday», in the reader's language; nothing is said to be further away than it is, and
 * days are those of the calendar. `now` is epoch milliseconds.
 */
export function relative(timestamp: string, now: number): string {
  const moment = Date.parse(timestamp);
  const seconds = Math.round((moment - now) / 1000);
  const length = Math.abs(seconds);
  const whole = (unit: number) => Math.trunc(seconds / unit);
  if (length < MINUTE) return NAMED.format(0, 'second');
  if (length < HOUR) return NUMBERED.format(whole(MINUTE), 'minute');
  if (length < DAY) return NUMBERED.format(whole(HOUR), 'hour');
  if (length < DAYS_SHOWN * DAY) return NAMED.format(dayOf(moment) - dayOf(now), 'day');
  if (length < YEAR) return NUMBERED.format(whole(MONTH), 'month');
  return NUMBERED.format(whole(YEAR), 'year');
}

/** In the reader's language and time zone, which it names. */
export const exact = (timestamp: string): string => EXACT.format(new Date(timestamp));

/** Milliseconds between two looks at the clock. */
const TICK = 20_000;

let now = Date.now();
const listeners = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const listener of listeners) listener();
}, TICK);

/** Epoch milliseconds; whoever uses it is shown anew as time passes. */
export const useNow = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );

/** A moment relative to now, and exactly to who points at it. */
export function Time({ at }: { at: string }) {
  const present = useNow();
  return (
    <time dateTime={at} title={exact(at)}>
      {relative(at, present)}
    </time>
  );
}

/** A moment as date and time, where the order of moments matters more than how long ago they were. */
export const Moment = ({ at }: { at: string }) => (
  <time dateTime={at} title={exact(at)}>
    {SHORT.format(new Date(at))}
  </time>
);
