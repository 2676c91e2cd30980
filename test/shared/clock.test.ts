import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp, toSeconds, toTimestamp } from '../../shared/clock.ts';

type Parts = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: string;
  sign: 1 | -1;
  offset: number;
};

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = (year: number, month: number) =>
  month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0);

/** Days from 1970-01-01 in the Gregorian calendar, counted by years and months alone. */
function daysOf({ year, month, day }: Parts): number {
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  let days = before * 365 + leaps + day - 1;
  for (let past = 1; past < month; past++) days += lengthOf(year, past);
  return days - 719_162;
}

/** The instant that the parts name, in milliseconds, with a half for a rest: nothing is left to Date. */
function modelOf(parts: Parts): number {
  const { hour, minute, second, fraction, sign, offset } = parts;
  const minutes = hour * 60 + minute - sign * offset;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const rest = Number(fraction.slice(3)) > 0 ? 0.5 : 0;
  return ((daysOf(parts) * 1_440 + minutes) * 60 + second) * 1_000 + milliseconds + rest;
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

function write(
  { year, month, day, hour, minute, second, fraction, sign, offset }: Parts,
  zulu: boolean,
): string {
  const zone = zulu ? 'Z' : `${sign > 0 ? '+' : '-'}${pad(Math.floor(offset / 60))}:${pad(offset % 60)}`;
  const time = `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction && `.${fraction}`}`;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${time}${zone}`;
}

const parts: fc.Arbitrary<Parts> = fc.record({
  year: fc.oneof(fc.integer({ min: 1, max: 9_998 }), fc.constantFrom(1970, 2000, 2024, 1900, 2100)),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 31 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 59 }),
  fraction: fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 30 }),
  sign: fc.constantFrom(1, -1),
  offset: fc.integer({ min: 0, max: 23 * 60 + 59 }),
});

describe('a timestamp', () => {
  it('is the instant that it names, in any offset; a day that its month has not is none', () => {
    fc.assert(
      fc.property(parts, fc.boolean(), (given, zulu) => {
        const exists = given.day <= lengthOf(given.year, given.month);
        const instant = modelOf(zulu ? { ...given, offset: 0 } : given);
        expect(parseTimestamp(write(given, zulu))).toBe(exists ? instant : undefined);
      }),
      { numRuns: 5_000 },
    );
  });

  it('may be written in small letters', () => {
    expect(parseTimestamp('2026-11-22t07:00:00.5z')).toBe(Date.parse('2026-11-22T07:00:00.500Z'));
  });

  it('that was written is read as the same second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (seconds) => {
        const instant = parseTimestamp(toTimestamp(seconds));
        expect(instant).toBe(seconds * 1_000);
        expect(toSeconds(instant ?? 0)).toBe(seconds);
      }),
    );
  });

  it.each([
    '2024-02-29T00:00:00Z',
    '2000-02-29T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ])('is %s', (text) => {
    expect(parseTimestamp(text)).toBe(Date.parse(text));
  });

  it('may have a fraction of any length, of which nothing is lost: an end is rounded up by it', () => {
    const second = Date.parse('2026-01-01T00:00:00Z');
    for (const rest of ['0001', '1234567890', '000000000000000001', `9${'0'.repeat(1_000)}`]) {
      const instant = parseTimestamp(`2026-01-01T00:00:00.${rest}Z`) ?? 0;
      expect([Math.floor(instant / 1_000), Math.ceil(instant / 1_000)]).toEqual([
        second / 1_000,
        second / 1_000 + 1,
      ]);
    }
    expect(parseTimestamp(`2026-01-01T00:00:00.${'0'.repeat(20)}Z`)).toBe(second);
    expect(parseTimestamp('9999-12-31T23:59:59.9999999Z')).toBe(253_402_300_799_999.5);
  });

  it.each([
    ...['2026-02-30T00:00:00Z', '2023-02-29T00:00:00Z', '1900-02-29T00:00:00Z', '2026-04-31T00:00:00Z'],
    ...['2026-00-01T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-00T00:00:00Z', '2026-01-32T00:00:00Z'],
    ...['2026-01-01T24:00:00Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:00.Z', '2026-01-01T00:00:00,5Z'],
    ...[
      '2026-01-01T00:00:00+24:00',
      '2026-01-01T00:00:00+01:60',
      '2026-01-01T00:00:00+1:00',
      '2026-01-01T00:00:00+0100',
    ],
    ...['2026-01-01', '2026-01-01T00:00Z', '2026-01-01T00:00:00', '2026-01-01 00:00:00Z', '20260101T000000Z'],
    ...[
      '2026-1-1T00:00:00Z',
      '26-01-01T00:00:00Z',
      '12026-01-01T00:00:00Z',
      '+002026-01-01T00:00:00Z',
      '-0001-01-01T00:00:00Z',
    ],
    ...['Thu, 01 Jan 2026 00:00:00 GMT', '1767225600', '', ' 2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z\n'],
    ...['2026-01-01T00:00:00Ｚ', '２０２６-01-01T00:00:00Z'],
  ])('is not %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  it.each([
    ['1990-12-31T23:59:60Z', '1991-01-01T00:00:00Z'],
    ['1990-12-31T15:59:60-08:00', '1991-01-01T00:00:00Z'],
    ['2016-12-31T23:59:60.25Z', '2017-01-01T00:00:00.250Z'],
    ['2017-01-01T05:29:60+05:30', '2017-01-01T00:00:00Z'],
    ['2015-06-30T23:59:60Z', '2015-07-01T00:00:00Z'],
  ])(
    'may be a leap second (RFC 3339, section 5.7), which no clock here can tell: %s is the next one',
    (text, next) => {
      expect(parseTimestamp(text)).toBe(Date.parse(next));
    },
  );

  it.each([
    ...['2026-01-01T00:00:60Z', '2016-12-30T23:59:60Z', '2016-12-31T22:59:60Z', '2016-12-31T23:59:60+01:00'],
    ...['2016-12-31T23:59:61Z', '9999-12-31T23:59:60Z', '2016-12-31T23:60:60Z'],
  ])('is not %s: leap seconds are at the end of a month in UTC', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  it.each([
    '9999-12-31T23:59:59-00:01',
    '9999-12-31T00:01:00-23:59',
    '9999-12-31T23:59:59.999-23:59',
    '0000-01-01T00:00:00+00:01',
  ])('is not %s: its offset leads to a year that UTC would not write with four digits', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

it('seconds are rounded down, before 1970 too', () => {
  expect(toSeconds(1_999)).toBe(1);
  expect(toSeconds(-1)).toBe(-1);
});
