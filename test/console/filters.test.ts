import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../../console/src/address/search-params.ts';
import { filterLabels } from '../../console/src/tokens/filter-labels.ts';
import { splitIds, toQuery } from '../../console/src/tokens/list-query.ts';
import { DEFAULT_PREFERENCES, readPreferences } from '../../console/src/tokens/preferences.ts';
import { readTokenSearch } from '../../console/src/tokens/search.ts';
import { startOf, toDay } from '../../console/src/ui/local-time.ts';

const flag = fc.constantFrom('true', 'false');
const text = fc.string({ minLength: 1 });
const search = fc.record(
  {
    status: fc.constantFrom('active', 'used', 'expired', 'disabled'),
    userId: text,
    anonymous: flag,
    type: fc.constantFrom('contact', 'customer', 'mailbox'),
    purpose: fc.constantFrom('login', 'impersonation', 'procurement'),
    ids: text,
    expiresFrom: text,
    neverExpires: flag,
    failedAttempts: text,
    oneTimeUse: flag,
    sort: fc.constantFrom('createdAt', '-expiresAt'),
    cursor: text,
  },
  { requiredKeys: [] },
);

describe('the address of the list', () => {
  it('says the same when it is read as when it was written, whatever is in it', () => {
    fc.assert(
      fc.property(search, (given) => {
        expect(readTokenSearch(parseSearch(stringifySearch(given)))).toEqual(given);
      }),
    );
  });

  it('drops what it does not know, and values that there are not', () => {
    expect(
      readTokenSearch({ status: 'gone', colour: 'red', oneTimeUse: '1', sort: 'name', userId: '' }),
    ).toEqual({});
  });

  it('keeps a filter that the API refuses, so that its error is shown and not a list without the filter', () => {
    const wrong = { userId: 'no such id', expiresFrom: 'soon', failedAttempts: 'many' };
    expect(readTokenSearch(wrong)).toEqual(wrong);
  });

  it('asks the API for all that it filters by, and not for the place in the list', () => {
    fc.assert(
      fc.property(search, (given) => {
        const { cursor: _, ...filters } = readTokenSearch(given);
        expect(Object.keys(toQuery(readTokenSearch(given))).sort()).toEqual(Object.keys(filters).sort());
      }),
    );
  });

  it('is told in words, every filter of it', () => {
    fc.assert(
      fc.property(search, (given) => {
        const { cursor: _, sort: __, ...filters } = readTokenSearch(given);
        expect(
          filterLabels(filters)
            .map(({ name }) => name)
            .sort(),
        ).toEqual(Object.keys(filters).sort());
        for (const { label } of filterLabels(filters)) expect(label).not.toMatch(/undefined|NaN|Invalid/);
      }),
    );
  });
});

it('ids are taken as people paste them', () => {
  expect(splitIds(' a,b\nc;;d\t e ')).toEqual(['a', 'b', 'c', 'd', 'e']);
});

describe('a day', () => {
  it('is the one that its first moment is in, and the last moment before the next one begins', () => {
    const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = toDay(date.getTime());
        const first = Date.parse(startOf(day) ?? '');
        const next = Date.parse(startOf(day, { next: true }) ?? '');
        expect(toDay(first)).toBe(day);
        expect(toDay(next - 1)).toBe(day);
        expect(first).toBeLessThanOrEqual(date.getTime());
        expect(next).toBeGreaterThan(date.getTime());
      }),
    );
  });

  it('that is none is nothing', () => {
    expect(startOf('')).toBeUndefined();
    expect(toDay(Number.NaN)).toBe('');
  });
});

describe('how somebody likes the list', () => {
  it('is the usual when nobody has said, or what is kept is nonsense', () => {
    for (const kept of [null, '', '{', 'null', '42'])
      expect(readPreferences(kept)).toEqual(DEFAULT_PREFERENCES);
  });

  it('has no columns and no number of rows that there are not', () => {
    fc.assert(
      fc.property(fc.json(), (kept) => {
        const { columns, rows } = readPreferences(kept);
        expect([25, 50, 100]).toContain(rows);
        expect(new Set(columns).size).toBe(columns.length);
      }),
    );
  });
});
