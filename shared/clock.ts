/** The current time in epoch milliseconds. Nothing else reads a clock, so tests can set the time. */
export const clock = (): number => Date.now();

/** Whole epoch seconds of an instant in epoch milliseconds. */
export const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** An RFC 3339 timestamp in UTC of an instant in epoch seconds. */
export const toTimestamp = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** The first and last instant with a year of four digits in UTC. An offset can lead outside of them. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z') + 0.5;

const RFC3339 =
  /^(\d{4}-\d{2}-(\d{2}))[Tt]((?:[01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Epoch milliseconds of an RFC 3339 timestamp (section 5.6) with any offset; undefined for any other text. Half a millisecond
 * stands for a rest below one, so that seconds are rounded rightly. A leap second, at the end of a month in UTC (section 5.7),
 * is the second after it, as in epoch time. `Date.parse` alone accepts other forms too, and turns 30 February into a day in March.
 */
export function parseTimestamp(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, date, day, minute, second = '', fraction = '', offset = ''] = match;
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return undefined;
  const isLeap = second === '60';
  const start = Date.parse(`${date}T${minute}:${isLeap ? '59' : second}${offset.toUpperCase()}`);
  const instant = start + (isLeap ? 1_000 : 0) + millisecondsOf(fraction);
  if (instant < EARLIEST || instant > LATEST) return undefined;
  return isLeap && !beginsMonth(start + 1_000) ? undefined : instant;
}

const millisecondsOf = (fraction: string): number =>
  Number(fraction.slice(0, 3).padEnd(3, '0')) + (/[1-9]/.test(fraction.slice(3)) ? 0.5 : 0);

const beginsMonth = (instant: number): boolean =>
  new Date(instant).toISOString().endsWith('-01T00:00:00.000Z');

/** The start of the UTC day of an instant. Both are epoch seconds. */
export const startOfDay = (seconds: number): number => seconds - (seconds % 86_400);
