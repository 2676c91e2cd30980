import * as v from 'valibot';
import { clock, parseTimestamp } from '../../shared/clock.ts';
import { holdsCredential } from '../../shared/crypto/credential-pattern.ts';
import { isLonger } from '../../shared/text.ts';
import { isUserId } from '../../shared/user/user.ts';

/**
 * What fields of bodies and query strings are made of. Every message completes «this field …».
 *
 * All of them are functions, and routes name their schemas as functions: bundlers keep what is called when a file is
 * loaded, and each route's bundle would hold the schemas of all.
 */

/**
 * An object with these members and no others. Without a prototype, or «constructor» would be taken for a known member.
 */
export function fields<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(Object.assign(Object.create(null), entries) as Entries, ({ expected }) =>
    expected === 'never' ? 'is not known here' : expected === 'Object' ? 'must be an object' : 'is required',
  );
}

/** Control characters, line breaks among them, and what bytes become that were read in the wrong encoding. */
export const DAMAGED = /[\p{Cc}\ufffd]/u;

/** Text of 1 to `max` characters on one line. */
export function text(max: number) {
  return v.pipe(
    v.string('must be text'),
    v.check((value) => !isLonger(value, max), `must have ${max} characters at most`),
    v.check((value) => value.trim() !== '', 'must not be empty'),
    v.check(
      (value) => value.isWellFormed() && !DAMAGED.test(value),
      'must have no control characters, lone surrogates or characters that were damaged (U+FFFD)',
    ),
  );
}

/** Text that is kept for others to read. */
export function note(max: number) {
  return v.pipe(
    text(max),
    v.check((value) => !holdsCredential(value), 'must not hold the string of a token or a key'),
  );
}

/** `null`, as it is shown where there is nothing, says the same as leaving the field out. */
export const absentOr = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(v.nullable(schema));

export const email = () => v.pipe(note(254), v.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address'));

export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

const TIMESTAMP_MESSAGE = 'must be an RFC 3339 timestamp, such as 2026-12-31T00:00:00Z';

/** Epoch seconds of a timestamp in the future, rounded down: nothing lives longer than was asked for. */
export const future = () =>
  v.pipe(
    v.string(TIMESTAMP_MESSAGE),
    v.check((value) => parseTimestamp(value) !== undefined, TIMESTAMP_MESSAGE),
    v.check((value) => {
      const instant = parseTimestamp(value);
      return instant === undefined || Math.floor(instant / 1000) > clock() / 1000;
    }, 'must be in the future'),
    v.transform((value) => Math.floor((parseTimestamp(value) ?? 0) / 1000)),
  );

/** Epoch seconds of one end of a range, rounded up: times are kept in whole seconds, from inclusive and to exclusive. */
export const rangeEnd = () =>
  v.pipe(
    v.string(TIMESTAMP_MESSAGE),
    v.check((value) => parseTimestamp(value) !== undefined, TIMESTAMP_MESSAGE),
    v.transform((value) => Math.max(0, Math.ceil((parseTimestamp(value) ?? 0) / 1000))),
  );

export const flag = () =>
  v.pipe(
    v.picklist(['true', 'false'], 'must be true or false'),
    v.transform((value) => value === 'true'),
  );

export const USER_ID_MESSAGE =
  'must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ + -, and not begin with anonymous:';

export const userId = () => v.pipe(v.string('must be text'), v.check(isUserId, USER_ID_MESSAGE));

const LIMIT_MESSAGE = 'must be a whole number from 1 to 100';

const paging = () => ({
  limit: v.optional(
    v.pipe(v.string(LIMIT_MESSAGE), v.regex(/^([1-9]\d?|100)$/, LIMIT_MESSAGE), v.transform(Number)),
    '25',
  ),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(1_000, 'must be a cursor that a list returned'))),
});

/** A picklist that says what it takes. */
export function oneOf<const Options extends readonly string[]>(options: Options) {
  return v.picklist(options, `must be one of ${options.join(', ')}`);
}

/** The query parameters of a list: its filters, and those that every list has. */
export function listFields<const Entries extends v.ObjectEntries>(filters: Entries) {
  return fields({ ...filters, ...paging() });
}
