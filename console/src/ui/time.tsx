import { useSyncExternalStore } from 'react';

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const SHORT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** «in 3 hours», «2 minutes ago», in the reader's language. `now` is epoch milliseconds. */
export function relative(timestamp: string, now: number): string {
  const seconds = Math.round((Date.parse(timestamp) - now) / 1000);
  for (const [unit, length] of UNITS)
    if (Math.abs(seconds) >= length) return RELATIVE.format(Math.trunc(seconds / length), unit);
  return RELATIVE.format(seconds < 0 ? -0 : 0, 'second');
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
