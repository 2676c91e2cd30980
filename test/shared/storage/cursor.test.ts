import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalQuery, formatCursor, parseCursor } from '../../../shared/storage/cursor.ts';

const text = fc.string({ unit: 'grapheme' });
const key = { cursorKey: new Uint8Array(32).fill(7) };

describe('a cursor', () => {
  it('gives its position back to the query it is of', () => {
    fc.assert(
      fc.property(text, text, (query, position) => {
        expect(parseCursor(key, query, formatCursor(key, query, position))).toBe(position);
      }),
    );
  });

  it('does not show the position it holds: it may be of what the caller must not see', () => {
    const cursor = formatCursor(key, 'users', 'jane@other.example#u-1999');
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('jane');
    expect(formatCursor(key, 'users', 'jane@other.example#u-1999')).not.toBe(cursor);
  });

  it('gives nothing to another query', () => {
    fc.assert(
      fc.property(text, text, text, (query, other, position) => {
        if (query !== other)
          expect(parseCursor(key, other, formatCursor(key, query, position))).toBeUndefined();
      }),
    );
  });

  it('is refused with anything changed, added or left out', () => {
    fc.assert(
      fc.property(
        text,
        text,
        fc.nat(),
        fc.string({ unit: 'binary', maxLength: 2 }),
        fc.nat({ max: 2 }),
        (query, position, where, insert, remove) => {
          const cursor = formatCursor(key, query, position);
          const at = where % (cursor.length + 1);
          const changed = cursor.slice(0, at) + insert + cursor.slice(at + remove);
          if (changed !== cursor) expect(parseCursor(key, query, changed)).toBeUndefined();
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is nothing that somebody hits upon', () => {
    fc.assert(
      fc.property(text, text, (query, cursor) => {
        expect(parseCursor(key, query, cursor)).toBeUndefined();
      }),
    );
  });

  it('needs no escaping in a query string', () => {
    fc.assert(
      fc.property(text, text, (query, position) => {
        const cursor = formatCursor(key, query, position);
        expect(encodeURIComponent(cursor)).toBe(cursor);
      }),
    );
  });
});

describe('the canonicalQuery text of a query', () => {
  const filters = fc.dictionary(
    fc.string({ minLength: 1 }),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string())),
  );

  it('is the same in whatever order the filters come, and with those that are not given', () => {
    fc.assert(
      fc.property(filters, (given) => {
        const reversed = Object.fromEntries(Object.entries(given).reverse());
        expect(canonicalQuery('list', reversed)).toBe(canonicalQuery('list', given));
        expect(canonicalQuery('list', { ...given, absent: undefined })).toBe(canonicalQuery('list', given));
      }),
    );
  });

  it('is another one for other filters, and for another list', () => {
    fc.assert(
      fc.property(filters, filters, (one, two) => {
        expect(canonicalQuery('list', one) === canonicalQuery('list', two)).toBe(isSame(one, two));
        expect(canonicalQuery('list', one)).not.toBe(canonicalQuery('other', one));
      }),
    );
  });

  const sorted = (given: object) =>
    JSON.stringify(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)));
  const isSame = (one: object, two: object) => sorted(one) === sorted(two);
});
