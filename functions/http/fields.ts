import * as v from 'valibot';
import { clock, parseTimestamp } from '../../shared/clock.ts';
import { holdsCredential } from '../../shared/crypto/credential-pattern.ts';
import { LONGEST_OVERLAP } from '../../shared/crypto/limits.ts';
import { hasInvisible, isLonger, withoutJoiners } from '../../shared/text.ts';
import {
  EMAIL_MAX_LENGTH,
  USER_ID_CHARACTERS,
  USER_ID_MAX_BYTES,
  USER_ID_MESSAGE,
} from '../../shared/user/limits.ts';
import { isUserId } from '../../shared/user/user.ts';

/**
 * The parts of which schemas of bodies and query strings are composed. Every message completes "this field …".
 *
 * All are functions, as the schemas of routes are: a bundler keeps a call that runs at load, and each route's bundle
 * would hold the schemas of all routes. Browsers load this file too, so it imports nothing of Node.
 *
 * Where JSON Schema can express the limit of a check, its keywords follow as metadata, for the OpenAPI document. Patterns
 * mean the same to ECMAScript, Python, Go and Java: ASCII escapes, no look-around, no classes of Unicode.
 */

/**
 * An object with these members and no others. Its entries have no prototype, or "constructor" would be a known member.
 */
export function fields<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject({ __proto__: null, ...entries } as Entries, ({ expected }) =>
    expected === 'never' ? UNKNOWN_FIELD : expected === 'Object' ? 'must be an object' : 'is required',
  );
}

/** As `fields`, for the forms of OAuth: parameters that are not known are ignored (RFC 6749, section 3.2). */
export const knownFields = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.object({ __proto__: null, ...entries } as Entries, 'is required');

export const UNKNOWN_FIELD = 'is not known here';

/** A field with its description in the OpenAPI document: a sentence on its purpose. */
export const described = <const Schema extends v.GenericSchema>(schema: Schema, description: string) =>
  v.pipe(schema, v.description(description));

/** Control characters and separators of lines and paragraphs, and the replacement character of a wrong decoding. */
export const DAMAGED = /[\p{Cc}\p{Zl}\p{Zp}\ufffd]/u;

/** White space, and the blank of Braille. */
const ALL_BLANK = /^[\s\u2800]*$/;
/** The same in a class of a pattern. */
const BLANK = '\\s\u2800';

/**
 * The same for a class of characters in a pattern, with most invisible ones. Joiners of scripts are left to words. U+FEFF is
 * within a range of unassigned ones: generated clients hold the pattern, and source of Go may not have that character.
 */
export const DAMAGED_CLASS =
  '\\x00-\\x1f\\x7f-\\x9f\ufffd\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufefe-\uff00\uffa0\ufff0-\ufffb';

/** One line that is not blank. */
const ONE_LINE = `^[^${DAMAGED_CLASS}]*[^${BLANK}${DAMAGED_CLASS}][^${DAMAGED_CLASS}]*$`;

/** Text of 1 to `max` characters on one line. */
export function text(max: number) {
  return v.pipe(
    v.string('must be text'),
    v.check((value: string) => !isLonger(value, max), `must have ${max} characters at most`),
    v.metadata({ minLength: 1, maxLength: max, pattern: ONE_LINE }),
    v.check((value) => !ALL_BLANK.test(value), 'must not be empty'),
    v.check(
      (value) => value.isWellFormed() && !DAMAGED.test(value),
      'must have no control characters, line separators, lone surrogates or damaged ones (U+FFFD)',
    ),
  );
}

/** Text that is stored for other people to read. */
export function note(max: number) {
  return v.pipe(
    text(max),
    v.check((value) => !holdsCredential(value), 'must not hold the string of a token or a key'),
    v.check(
      (value) => !hasInvisible(withoutJoiners(value)),
      'must have no invisible characters and none that turn the direction of text, such as U+200B and U+202E',
    ),
  );
}

/** `null`, which answers have for an absent value, means the same as leaving the field out. */
export const absentOr = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(v.nullable(schema));

export const email = () =>
  v.pipe(
    note(EMAIL_MAX_LENGTH),
    v.regex(/^[^\s\u2800@]+@[^\s\u2800@]+$/, 'must be an e-mail address'),
    // An address is compared, so it has none of those either that a name may have.
    v.check((value) => !hasInvisible(value), 'must have no invisible characters'),
    v.metadata({
      minLength: 3,
      pattern: `^${ADDRESS}@${ADDRESS}$`,
    }),
  );
const ADDRESS = `[^${BLANK}@${DAMAGED_CLASS}]+`;

export const trueOrFalse = () => v.boolean('must be true or false');

export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

/** Seconds for which a rotated string works too; 0 when absent. */
export const overlap = (description: string) =>
  described(v.optional(wholeNumber(0, LONGEST_OVERLAP), 0), description);

const TIMESTAMP_MESSAGE = 'must be an RFC 3339 timestamp, such as 2026-12-31T00:00:00Z';

const timestamp = () =>
  v.pipe(
    v.string(TIMESTAMP_MESSAGE),
    v.check((value: string) => parseTimestamp(value) !== undefined, TIMESTAMP_MESSAGE),
    v.metadata({ format: 'date-time' }),
  );

/** Epoch seconds of a timestamp in the future, rounded down: nothing lives longer than the caller asked. */
export const future = () =>
  v.pipe(
    timestamp(),
    v.check((value) => {
      const instant = parseTimestamp(value);
      return instant === undefined || Math.floor(instant / 1000) > clock() / 1000;
    }, 'must be in the future'),
    v.transform((value) => Math.floor((parseTimestamp(value) ?? 0) / 1000)),
  );

/** Epoch seconds of one end of a range, rounded up: stored times are whole seconds, from inclusive and to exclusive. */
export const rangeEnd = () =>
  v.pipe(
    timestamp(),
    v.transform((value) => Math.max(0, Math.ceil((parseTimestamp(value) ?? 0) / 1000))),
  );

/** A flag in a query string. */
export const flag = () =>
  v.pipe(
    v.picklist(['true', 'false'], 'must be true or false'),
    v.transform((value) => value === 'true'),
  );

/** A list in a query string, with commas between its entries. */
export const commaSeparated = (max: number, message: string) =>
  v.pipe(
    v.string(),
    v.check((value: string) => value.split(',').length <= max, message),
    v.metadata({ type: 'array', items: { type: 'string', pattern: '^[^,]*$' }, minItems: 1, maxItems: max }),
    v.transform((value) => value.split(',')),
  );

export const userId = () =>
  v.pipe(
    v.string('must be text'),
    v.check(isUserId, USER_ID_MESSAGE),
    v.metadata({ minLength: 1, maxLength: USER_ID_MAX_BYTES, pattern: USER_ID_CHARACTERS }),
  );

/** A picklist whose message names its options. */
export function oneOf<const Options extends readonly string[]>(options: Options) {
  return v.picklist(options, `must be one of ${options.join(', ')}`);
}

/** Items on one page of a list. */
export const PAGE_LIMIT = 100;
export const DEFAULT_PAGE_LIMIT = 25;
const CURSOR_MAX_LENGTH = 1_000;

function pageLimit() {
  const message = `must be a whole number from 1 to ${PAGE_LIMIT}`;
  return v.pipe(
    v.string(message),
    v.check((value: string) => /^[1-9]\d{0,8}$/.test(value) && Number(value) <= PAGE_LIMIT, message),
    v.metadata({ type: 'integer', minimum: 1, maximum: PAGE_LIMIT }),
    v.transform(Number),
  );
}

/** The query parameters of a list: its filters, and those that every list has. */
export function listFields<const Entries extends v.ObjectEntries>(filters: Entries) {
  return fields({
    ...filters,
    limit: described(v.optional(pageLimit(), String(DEFAULT_PAGE_LIMIT)), 'Items on a page, at most.'),
    cursor: described(
      v.optional(v.pipe(v.string(), v.maxLength(CURSOR_MAX_LENGTH, 'must be a cursor that a list returned'))),
      'The `nextCursor` of the previous page. The other parameters must be those of that page.',
    ),
  });
}
