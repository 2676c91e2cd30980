import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Token } from '../../client/src/index.ts';
import { csvLines } from '../../console/src/tokens/export.ts';

const JANE = { id: 'c-42', type: 'contact', name: 'Jane Doe', email: 'jane@acme.com' } as const;

const TOKEN: Token = {
  id: '0'.repeat(22),
  status: 'active',
  user: JANE,
  purpose: 'login',
  expiresAt: null,
  oneTimeUse: true,
  maxUses: 1,
  uses: 0,
  previousUntil: null,
  extra: null,
  reason: null,
  successfulAttempts: 0,
  failedAttempts: 2,
  lastAccessedAt: null,
  createdAt: '2026-11-22T07:00:00.000Z',
  updatedAt: '2026-11-22T07:00:00.000Z',
  createdBy: { id: 'key:1', name: 'Ada' },
  limitedTo: null,
  version: 1,
};

const parsed = (text: string) =>
  Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n', skipEmptyLines: true }).data;

describe('the file of an export', () => {
  it('has a line for each token below its heads', () => {
    const [heads = [], line = [], ...others] = parsed(csvLines([TOKEN], { heads: true }));
    const cells = Object.fromEntries(heads.map((head, at) => [head, line[at]]));
    expect(others).toEqual([]);
    expect(cells).toMatchObject({
      Id: TOKEN.id,
      Name: 'Jane Doe',
      'E-mail': 'jane@acme.com',
      'Expires at': 'never',
      'One time use': 'true',
      'Failed attempts': '2',
      'Last accessed at': '',
    });
  });

  it('has nothing for no tokens', () => {
    expect(csvLines([], { heads: false })).toBe('');
  });

  const SIGNS = ['=', '+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20', '\ufe66', '\ufe63'];
  const BEGINS_FORMULA =
    /^["\s\p{Cc}\p{Default_Ignorable_Code_Point}]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b]/u;
  const SEPARATORS = [',', ';', '\t', '|'];
  /** What a spreadsheet shows of the file when it splits lines with this separator. */
  const cellsOf = (text: string, delimiter: string): string[] =>
    Papa.parse<string[]>(text, { delimiter, skipEmptyLines: true }).data.flat();

  /** Texts in which signs follow separators, quotes, blanks and invisible characters. */
  const crafted = fc
    .array(
      fc.oneof(
        fc.constantFrom(...SIGNS, ...SEPARATORS, '\r\n', '\n', '\r', '"', '""', "'", ' ', '\u00a0', '\u200b'),
        fc.constantFrom('\ufeff', '\u2028', '\u202e', '1+1', "cmd|' /C calc'!A0", 'HYPERLINK("//x","y")'),
        fc.string({ maxLength: 3 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  it('has no cell that a spreadsheet would run, whatever people have noted and whatever separator it reads', () => {
    fc.assert(
      fc.property(crafted, crafted, crafted, (name, extra, reason) => {
        const file = csvLines([{ ...TOKEN, extra, reason, user: { ...JANE, name } }, TOKEN], { heads: true });
        for (const separator of SEPARATORS)
          for (const cell of cellsOf(file, separator)) expect(cell).not.toMatch(BEGINS_FORMULA);
        for (const cell of parsed(file).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['Jane;=1+1', "Jane;'=1+1"],
    ["x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"],
    ['x;"=1+1"', 'x;"\'=1+1"'],
    ['a, @SUM(1)', "a, '@SUM(1)"],
    ['a|\t=1', "a|\t'=1"],
    ['\u200b\uff1d1+1', "\u200b'\uff1d1+1"],
    ['OCI - Acme', 'OCI - Acme'],
    ['Müller-Lüdenscheid, Jr.', 'Müller-Lüdenscheid, Jr.'],
    ['1 + 1 = 2; ok', '1 + 1 = 2; ok'],
  ])('has %j as %j, which people can still read', (text, cell) => {
    expect(parsed(csvLines([{ ...TOKEN, extra: text }], { heads: false }))[0]).toContain(cell);
  });

  it('gives back what was noted, if no part of it is a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(
          !/^[\t\r\n]/.test(text) && !text.split(/[\s,;|\p{Cc}]/u).some((part) => BEGINS_FORMULA.test(part)),
        );
        const [line = []] = parsed(csvLines([{ ...TOKEN, extra: text }], { heads: false }));
        expect(line).toContain(text);
      }),
    );
  });

  it('gives back what was noted without the apostrophes, whatever it is', () => {
    fc.assert(
      fc.property(crafted, (text) => {
        const [line = []] = parsed(csvLines([{ ...TOKEN, extra: text }], { heads: false }));
        const plain = (written: string) => written.replaceAll("'", '');
        expect(line.map(plain)).toContain(plain(text));
      }),
    );
  });
});
