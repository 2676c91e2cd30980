import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BASE62, fromBase62, toBase62 } from '../../../shared/crypto/base62.ts';

const number = fc.bigInt({ min: 0n, max: 62n ** 22n - 1n });

it('what is written in base 62 is read back as it was', () => {
  fc.assert(
    fc.property(number, (value) => {
      expect(fromBase62(toBase62(value, 22))).toBe(value);
    }),
  );
});

it('every text of digits is the way of writing one number', () => {
  const digits = fc.string({ unit: fc.constantFrom(...BASE62), minLength: 22, maxLength: 22 });
  fc.assert(
    fc.property(digits, (text) => {
      expect(toBase62(fromBase62(text), 22)).toBe(text);
    }),
  );
});

it('texts of the same width sort as the numbers do', () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(toBase62(a, 22) < toBase62(b, 22)).toBe(a < b);
    }),
  );
});

it('0 is written in as many zeros as are wanted', () => {
  expect(toBase62(0n, 6)).toBe('000000');
  expect(toBase62(61n, 1)).toBe('z');
  expect(toBase62(62n, 2)).toBe('10');
});

it.each(['-', ' ', '_', 'é', '０', '1 2', '\u0000'])('%j is no number', (text) => {
  expect(() => fromBase62(text)).toThrow(RangeError);
});
