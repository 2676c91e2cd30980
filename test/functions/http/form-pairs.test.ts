import fc from 'fast-check';
import { expect, it } from 'vitest';
import { legacyPairs } from '../../../functions/http/form-pairs.ts';

const read = (text: string) => legacyPairs(Buffer.from(text));

it('a form in UTF-8 is read as URLs are', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }).map(encodeURIComponent),
    fc.string().map((text) => text.replaceAll('%', '')),
    fc.constantFrom('%g', '%2g', '%zz', '+', '=', '&', '%3D%26', '%EF%BB%BF'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('').toWellFormed();
      expect(read(text)).toEqual([...new URLSearchParams(`?${text}`)]);
    }),
    { numRuns: 500 },
  );
});

it('a name or a value in Windows-1252 is read as such, whatever its neighbours are in', () => {
  // A letter beyond ASCII before one of ASCII is never a sequence of UTF-8.
  const letters = fc.array(fc.constantFrom(...'àÀßäöüÄÖÜçñøþÿ£¿'), { minLength: 1 });
  const encode = (text: string) =>
    [...Buffer.from(text, 'latin1')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  fc.assert(
    fc.property(letters, (some) => {
      const text = `${some.join('x')} `;
      expect(read(`a=${encode(text)}&b=%C3%BC&${encode(text)}=x`)).toEqual([
        ['a', text],
        ['b', 'ü'],
        [text, 'x'],
      ]);
    }),
  );
  expect(read('a=%80')).toEqual([['a', '€']]);
});

it('any bytes get an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(Array.isArray(legacyPairs(Buffer.from(bytes)))).toBe(true);
    }),
  );
});
