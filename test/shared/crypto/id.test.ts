import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBase62 } from '../../../shared/crypto/base62.ts';
import { idBound, idTime, isId, newId } from '../../../shared/crypto/id.ts';

/** From 1970 to the year 10889, which is as far as 48 bits of milliseconds reach. */
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

it('an id tells when it was made, to the millisecond', () => {
  fc.assert(
    fc.property(instant, (time) => {
      expect(idTime(newId(time))).toBe(time);
    }),
  );
});

it('ids sort by the time they were made', () => {
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      if (a !== b) expect(newId(a) < newId(b)).toBe(a < b);
    }),
  );
});

it('the bound of an instant sorts after every id made before it, and before those made then or later', () => {
  fc.assert(
    fc.property(instant, instant, (time, other) => {
      expect(idBound(time) <= newId(other)).toBe(time <= other);
    }),
  );
});

it('an id is a UUID of version 7 (RFC 9562, section 5.7)', () => {
  fc.assert(
    fc.property(instant, (time) => {
      const bits = fromBase62(newId(time));
      expect(bits < 1n << 128n).toBe(true);
      expect((bits >> 76n) & 0xfn).toBe(7n);
      expect((bits >> 62n) & 3n).toBe(2n);
    }),
  );
});

it('ids of the same millisecond are different', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newId(0))).size).toBe(10_000);
});

it('an id is 22 letters and digits', () => {
  fc.assert(
    fc.property(instant, (time) => {
      expect(isId(newId(time))).toBe(true);
    }),
  );
});

it.each([
  '',
  '0'.repeat(21),
  '0'.repeat(23),
  `${'0'.repeat(21)}-`,
  `${'0'.repeat(22)}\n`,
  `${'0'.repeat(21)}é`,
])('%j is none', (text) => {
  expect(isId(text)).toBe(false);
});
