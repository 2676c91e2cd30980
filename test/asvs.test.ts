import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const PAGE = 'docs/asvs.md';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The levels of the requirements of ASVS 5.0.0, in order, by section: `"1.1": [2, 2]` is 1.1.1 and 1.1.2. */
const SECTIONS: Record<string, number[]> = JSON.parse(read('test/asvs.json'));

const REQUIREMENTS = Object.entries(SECTIONS).flatMap(([section, levels]) =>
  levels.map((level, index) => ({ number: `${section}.${index + 1}`, level })),
);

const STATUSES = ['pass', 'n/a', 'exception'];

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The rows of all tables of the page, without their heads. */
const TABLE = read(PAGE)
  .split('\n')
  .filter((line) => /^\| *\d/.test(line))
  .map(cellsOf);

const rows = TABLE.filter(([first = '']) => first.includes('.')).map((cells) => {
  const [number = '', level = '', status = '', subject = '', proof = ''] = cells;
  return { number, level: Number(level), status, subject, proof, cells: cells.length };
});

const NAMED = /`(?<path>(?:[\w.-]+\/)*[\w.-]+\.(?:tsx?|js|json|md|yml))`/g;
const LINKED = /\]\((?<path>[^)#]+)(?:#[^)]*)?\)/g;

const pathsOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(({ groups: { path = '' } = {} }) => path);

/** The files that a text names in backticks, by their paths from the root, or links to. */
const filesOf = (text: string): string[] => [
  ...pathsOf(text, NAMED),
  ...pathsOf(text, LINKED).map((path) => join(dirname(PAGE), path)),
];

const numbersOf = (found: readonly { number: string }[]): string[] => found.map(({ number }) => number);

it('the list is that of the standard, by its count of each level', () => {
  const counts = [1, 2, 3].map((level) => REQUIREMENTS.filter((one) => one.level === level).length);
  expect(counts).toEqual([70, 183, 92]);
});

describe('the page', () => {
  it('has every requirement of the levels 1 and 2 once, in order, with its level', () => {
    expect(rows.map(({ number, level }) => ({ number, level }))).toEqual(
      REQUIREMENTS.filter(({ level }) => level < 3),
    );
  });

  it('gives each one of three statuses, a subject, and a proof or a reason', () => {
    const incomplete = rows.filter(
      ({ status, subject, proof, cells }) =>
        cells !== 5 || !STATUSES.includes(status) || subject === '' || proof === '',
    );
    expect(numbersOf(incomplete)).toEqual([]);
  });

  it('names a file for what passes, and for each exception, whose reason is more than that', () => {
    const passes = rows.filter(({ status }) => status === 'pass');
    expect(numbersOf(passes.filter(({ proof }) => filesOf(proof).length === 0))).toEqual([]);
    const exceptions = rows.filter(({ status }) => status === 'exception');
    const isBare = (proof: string) => proof.replace(/`[^`]+`/g, '').replace(/\W/g, '').length < 4;
    const bare = exceptions.filter(({ proof }) => filesOf(proof).length === 0 || isBare(proof));
    expect(numbersOf(bare)).toEqual([]);
  });

  it('names files that exist', () => {
    const missing = rows.flatMap(({ number, proof }) =>
      filesOf(proof).flatMap((file) => (existsSync(join(ROOT, file)) ? [] : [`${number} ${file}`])),
    );
    expect(missing).toEqual([]);
  });

  it('refers to requirements that it has', () => {
    const wrong = rows.flatMap(({ number, proof }) =>
      [...proof.matchAll(/\b(?:[Aa]s|[Ss]ee|to) (?<other>\d+\.\d+\.\d+)/g)]
        .map(({ groups: { other = '' } = {} }) => other)
        .filter((other) => other === number || !rows.some((row) => row.number === other)),
    );
    expect(wrong).toEqual([]);
  });

  it('counts right', () => {
    const countOf = (level: number, status: string): number =>
      rows.filter((row) => row.level === level && row.status === status).length;
    const counted = [1, 2].map((level) => [level, ...STATUSES.map((status) => countOf(level, status))]);
    const written = TABLE.filter(([first = '']) => !first.includes('.')).map((cells) => cells.map(Number));
    expect(written).toEqual(counted);
  });
});
