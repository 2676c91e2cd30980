import fc from 'fast-check';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Token } from '../../client/src/index.ts';

let csvLines: typeof import('../../console/src/tokens/export.ts')['csvLines'];

beforeAll(async () => {
  vi.stubGlobal('location', { origin: 'https://login.example.com' });
  ({ csvLines } = await import('../../console/src/tokens/export.ts'));
});

const TOKEN: Token = {
  id: '0'.repeat(22),
  status: 'active',
  user: { id: 'c-42', type: 'contact', name: 'Jane Doe', email: 'jane@acme.com' },
  purpose: 'login',
  expiresAt: null,
  oneTimeUse: true,
  maxUses: 1,
  uses: 0,
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

const parsed = (text: string) => Papa.parse<string[]>(text, { newline: '\r\n', skipEmptyLines: true }).data;

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

  it('has no cell that a spreadsheet would run, whatever people have noted', () => {
    const extra = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n'),
          fc.constantFrom('', '\u2028', '\n'),
          fc.string(),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(extra, (text) => {
        for (const cell of parsed(csvLines([{ ...TOKEN, extra: text }], { heads: false })).flat())
          expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  it('gives back what was noted, if it is no formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/^[=+\-@\t\r\n]/.test(text));
        const [line = []] = parsed(csvLines([{ ...TOKEN, extra: text }], { heads: false }));
        expect(line).toContain(text);
      }),
    );
  });
});
