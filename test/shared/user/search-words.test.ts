import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  initialOf,
  isSearchEntry,
  parseSearch,
  parseSearchEntry,
  SEARCHABLE_WORDS,
  searchEntry,
  searchWords,
} from '../../../shared/user/search-words.ts';
import { isUserId } from '../../../shared/user/user.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });

it.each([
  ...[
    ['jane', true],
    ['jane.d', true],
    ['jane smith', true],
    ['smith jane', true],
    ['ann', true],
  ],
  ...[
    ['doe', false],
    ['jane doe', false],
    ['acme', false],
    ['smith acme', false],
  ],
] as [string, boolean][])('«%s» finds Ann Smith of jane.doe@acme.com: %s', (search, found) => {
  const words = searchWords({ name: 'Ann Smith', email: 'jane.doe@acme.com' });
  expect(parseSearch(search)?.matches(words)).toBe(found);
});

describe('the words of a user', () => {
  it.each([
    ['Jan-Willem van der Meer', ['jan', 'willem', 'van', 'der', 'meer']],
    ["O'Brien & Söhne GmbH", ['o', 'brien', 'sohne', 'gmbh']],
    ['José\u0301 ÅSA', ['jose', 'asa']],
    ['ﬁnance Ⅷ ²', ['finance', 'viii', '2']],
    ['山田 太郎', ['山田', '太郎']],
    ['Jan JAN jan', ['jan']],
    ['* - ☃', []],
  ])('of «%s» are %j', (name, words) => {
    expect(searchWords({ name, email: undefined })).toEqual(words);
  });

  it(`are the first ${SEARCHABLE_WORDS} of the name, and the whole address`, () => {
    const name = Array.from({ length: 20 }, (_, n) => `w${n}`).join(' ');
    const words = searchWords({ name, email: 'Jane.Doe+x@Acme.com' });
    expect(words).toEqual([
      ...Array.from({ length: SEARCHABLE_WORDS }, (_, n) => `w${n}`),
      'jane.doe+x@acme.com',
    ]);
  });

  it('are each there once, and not too long for a sort key with the longest of ids', () => {
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), (name, email) => {
        const words = searchWords({ name, email });
        expect(new Set(words).size).toBe(words.length);
        for (const word of words) {
          expect(Buffer.byteLength(searchEntry(word, 'x'.repeat(128)))).toBeLessThanOrEqual(1_024);
          expect(word.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it.each(['한', '㌀', 'ﷺ', '𠮷', '😀', 'x'])(
    'are not too long for a sort key when all is %s',
    (character) => {
      for (const word of searchWords({ name: character.repeat(200), email: `${character.repeat(252)}@x` })) {
        expect(Buffer.byteLength(searchEntry(word, 'x'.repeat(128)))).toBeLessThanOrEqual(1_024);
        expect(word).not.toContain('\ufffd');
      }
    },
  );
});

/** By an entry that begins with the prefix, as the list does. */
function finds(search: string, user: { name: string; email: string | undefined }): boolean {
  const { prefix, matches } = parseSearch(search) ?? { prefix: '', matches: () => false };
  const words = searchWords(user);
  return words.some((word) => word.startsWith(prefix)) && matches(words);
}

describe('a search', () => {
  it('finds whatever name was typed in whole, in any case', () => {
    const name = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: SEARCHABLE_WORDS });
    fc.assert(
      fc.property(name, (parts) => {
        const whole = parts.join(' ');
        const words = searchWords({ name: whole, email: undefined });
        fc.pre(!whole.includes('@') && words.length > 0 && words.length < SEARCHABLE_WORDS);
        expect(finds(whole, { name: whole, email: undefined })).toBe(true);
      }),
    );
  });

  it.each([
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['ΟΔΟΣΑ', 'ΟΔΟΣ'],
  ])('minds no case: «%s» is found by «%s»', (name, search) => {
    expect(finds(search, { name, email: undefined })).toBe(true);
  });

  it.each([
    ['JANE@Acme.com', 'jane@acme.com'],
    [' jane@ac ', 'jane@ac'],
    ['jane.do', 'jane'],
    ['Jane  d', 'jane'],
    ['van Dermeer', 'dermeer'],
    ['...', '...'],
    ['+31', '31'],
    ['+', '+'],
    ['_sales@', '_sales@'],
    ['. .', undefined],
    ['\u0301', undefined],
    ['info@XN--MNCHEN-3YA.de', 'info@munchen.de'],
  ])('«%s» looks at what begins with %j', (search, prefix) => {
    expect(parseSearch(search)?.prefix).toBe(prefix);
  });

  it('of the beginning of an address finds it, with or without the @, and whatever the name is', () => {
    const user = { name: 'Purchasing', email: 'jane.doe+x@acme.com' };
    for (const search of ['j', 'jane', 'jane.', 'jane.do', 'JANE.DOE+x', 'jane.doe+x@ac'])
      expect(finds(search, user)).toBe(true);
    for (const search of ['doe', 'jane.x', 'acme', 'jane.doe+y']) expect(finds(search, user)).toBe(false);
  });
});

describe('an address that begins with punctuation', () => {
  const local = fc.string({ unit: fc.constantFrom(...'+_.-!a1B'), minLength: 1, maxLength: 12 });

  it('is found by each of its beginnings', () => {
    fc.assert(
      fc.property(local, (name) => {
        const email = `${name}@acme.example`;
        for (let end = 1; end <= email.length; end++)
          expect(finds(email.slice(0, end), { name: 'X', email }), email.slice(0, end)).toBe(true);
      }),
    );
  });

  it.each(['+32', '_purchase', '.b', '-', 'acme'])(
    'is not found by «%s», which it does not begin with',
    (search) => {
      for (const email of ['+31612345678@acme.example', '_sales@acme.example', '.a@acme.example'])
        expect(finds(search, { name: 'X', email })).toBe(false);
    },
  );

  it('does not hide a name that is typed with punctuation before it', () => {
    expect(finds("'s-Gravenhage", { name: "Gemeente 's-Gravenhage", email: undefined })).toBe(true);
    expect(finds('(Jane', { name: 'Jane (Sales)', email: undefined })).toBe(true);
  });
});

describe('an address of a domain that is not ASCII', () => {
  it.each([
    ['info@münchen.de', 'info@xn--mnchen-3ya.de'],
    ['info@xn--mnchen-3ya.de', 'info@münchen.de'],
    ['info@xn--mnchen-3ya', 'info@münchen.de'],
    ['info@mün', 'info@xn--mnchen-3ya.de'],
    ['INFO@MÜNCHEN.DE', 'info@xn--mnchen-3ya.de'],
    ['info@mu\u0308nchen.de', 'info@xn--mnchen-3ya.de'],
  ])('is found in either form: «%s» finds %s', (search, email) => {
    expect(finds(search, { name: 'X', email })).toBe(true);
  });
});

describe('an entry', () => {
  it('tells its word and its user, whatever the word holds', () => {
    const userId = fc
      .string({ unit: fc.constantFrom(...'AZaz09._:@+-'), minLength: 1, maxLength: 128 })
      .filter(isUserId);
    fc.assert(
      fc.property(text, userId, (word, id) => {
        expect(parseSearchEntry(searchEntry(word, id))).toEqual({ word, userId: id });
        expect(isSearchEntry(searchEntry(word.slice(0, 20), id), '')).toBe(true);
      }),
    );
  });

  it('is kept with the others of its first character, also outside of the basic plane', () => {
    expect(initialOf('jan')).toBe('j');
    expect(initialOf('𠮷田')).toBe('𠮷');
  });

  it.each(['', '#', 'jan', 'jan#', 'jan#a b', 'jo#user', `j${'x'.repeat(600)}#user`])(
    'of «ja» is not %j',
    (entry) => {
      expect(isSearchEntry(entry, 'ja')).toBe(false);
    },
  );
});
