import { useSyncExternalStore } from 'react';
import { LOCALE } from './locale.ts';

/** Seconds. */
const [MINUTE, HOUR, DAY, MONTH, YEAR] = [60, 3_600, 86_400, 2_592_000, 31_536_000];
/** Up to this many, days are shown instead of months: «in 89 days» is more exact than «in 2 months». */
const MAX_DAYS = 100;

/** «in 1 hour» */
const NUMBERED = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'always' });
/** «yesterday», «now» */
const NAMED = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
const EXACT = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'long' });
const SHORT = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });

/** The number of the local calendar day of a time in epoch milliseconds. */
function dayOf(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (DAY * 1000);
}

/**
 * «in 3 hours», «2 minutes ago», «yesterday», in the language of the console. Units are rounded down; days are calendar days.
 * `now` is epoch milliseconds.
 */
export function relative(timestamp: string, now: number): string {
  const time = Date.parse(timestamp);
  const seconds = Math.round((time - now) / 1000);
  const length = Math.abs(seconds);
  const whole = (unit: number) => Math.trunc(seconds / unit);
  if (length < MINUTE) return NAMED.format(0, 'second');
  if (length < HOUR) return NUMBERED.format(whole(MINUTE), 'minute');
  if (length < DAY) return NUMBERED.format(whole(HOUR), 'hour');
  if (length < MAX_DAYS * DAY) return NAMED.format(dayOf(time) - dayOf(now), 'day');
  if (length < YEAR) return NUMBERED.format(whole(MONTH), 'month');
  return NUMBERED.format(whole(YEAR), 'year');
}

/** Date, time and time zone in the language of the console. */
export const exact = (timestamp: string): string => EXACT.format(new Date(timestamp));

/** Milliseconds. */
const TICK = 20_000;

let now = Date.now();
const listeners = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const listener of listeners) listener();
}, TICK);

/** Epoch milliseconds; renders the component again every TICK. */
export const useNow = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );

/** A time relative to now, with the exact time as its tooltip. */
export function Time({ at }: { at: string }) {
  const current = useNow();
  return (
    <time dateTime={at} title={exact(at)}>
      {relative(at, current)}
    </time>
  );
}

/** A time as date and time, for lists whose order matters more than the age of an entry. */
export const DateTime = ({ at }: { at: string }) => (
  <time dateTime={at} title={exact(at)}>
    {SHORT.format(new Date(at))}
  </time>
);
