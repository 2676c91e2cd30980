import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relative } from '../../console/src/ui/time.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** One in the morning, where the tests are: what was five hours ago was yesterday. */
const NOW = new Date(2026, 10, 27, 1).getTime();

const at = (moment: number) => relative(new Date(moment).toISOString(), NOW);

describe('a moment, told from now', () => {
  it.each([
    [30_000, 'now'],
    [-30_000, 'now'],
    [5 * MINUTE, 'in 5 minutes'],
    [-2 * MINUTE, '2 minutes ago'],
    [HOUR, 'in 1 hour'],
    [-5 * HOUR, '5 hours ago'],
    [24 * HOUR - 1_000, 'in 23 hours'],
    [DAY, 'tomorrow'],
    [-DAY, 'yesterday'],
    [89 * DAY, 'in 89 days'],
    [-30 * DAY, '30 days ago'],
    [120 * DAY, 'in 4 months'],
    [-400 * DAY, '1 year ago'],
  ])('%i milliseconds away is «%s»', (away, words) => {
    expect(at(NOW + away)).toBe(words);
  });

  it('is so many days of the calendar away, where the reader is', () => {
    // Wednesday evening is two days before Friday, an hour after midnight: 29 hours are no «yesterday».
    expect(at(new Date(2026, 10, 25, 20).getTime())).toBe('2 days ago');
    expect(at(new Date(2026, 10, 26, 0, 30).getTime())).toBe('yesterday');
  });

  it('that lies ahead is never said to be further away than it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: MINUTE, max: DAY - 1_000 }), (away) => {
        const [, number, unit] = /^in (\d+) (minute|hour)s?$/.exec(at(NOW + away)) ?? [];
        expect(Number(number) * (unit === 'hour' ? HOUR : MINUTE)).toBeLessThanOrEqual(away + 500);
      }),
    );
  });
});

describe('numbers and times', () => {
  it('are in the language of the words: no file of the console asks for that of the browser', () => {
    const files = globSync('console/src/**/*.{ts,tsx}').filter((file) => !file.endsWith('ui/locale.ts'));
    expect(files.length).toBeGreaterThan(100);
    const foreign = /toLocale(?:Date|Time)?String\(|new Intl\.\w+\((?!LOCALE)/;
    expect(files.filter((file) => foreign.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
