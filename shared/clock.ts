/** The current time in epoch milliseconds. Nothing else reads a clock, so tests can set the time. */
export const clock = (): number => Date.now();

/** Whole epoch seconds of an instant in epoch milliseconds. */
export const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** An RFC 3339 timestamp in UTC of an instant in epoch seconds. */
export const toTimestamp = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** The first and last instant with a year of four digits in UTC. An offset can lead outside of them. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Epoch milliseconds of an RFC 3339 timestamp (section 5.6) with any offset; undefined for any other text. `Date.parse`
 * alone accepts other forms too, and turns 30 February into a day in March.
 */
export function parseTimestamp(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, year, month, day] = match;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return undefined;
  const instant = Date.parse(text.toUpperCase());
  return instant >= EARLIEST && instant <= LATEST ? instant : undefined;
}

/** The start of the UTC day of an instant. Both are epoch seconds. */
export const startOfDay = (seconds: number): number => seconds - (seconds % 86_400);
