import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The order is written in docs/architecture.md, lowest folder first: a folder imports from folders before it. */

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = ['shared', 'functions', 'infra', 'local', 'client', 'console', 'examples', 'bench'];

const block = /```order\n(?<lines>[\s\S]*?)```/.exec(
  readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8'),
);
const ORDER = (block?.groups?.lines ?? '')
  .split('\n')
  .flatMap((line) => line.trim().split(/\s+/, 1)[0] || []);

const files = SOURCES.flatMap((folder) =>
  globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT, exclude: (path) => /node_modules|\bdist\b/.test(path) }),
);

/** Every relative import of a file, type imports and imports on demand included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(?<path>\.{1,2}\/[^']+\.tsx?)'/g)].map((match) =>
    normalize(join(dirname(file), match.groups?.path ?? '')),
  );
}

const imports = files.flatMap((file) => importsOf(file).map((imported) => ({ file, imported })));

describe('the order of folders', () => {
  it('names every folder with source files once, and no other', () => {
    expect([...ORDER].sort()).toEqual([...new Set(files.map((file) => dirname(file)))].sort());
  });

  it('is the direction of every import', () => {
    const upward = imports.filter(({ file, imported }) => {
      const [from, to] = [ORDER.indexOf(dirname(file)), ORDER.indexOf(dirname(imported))];
      return to > from;
    });
    expect(upward.map(({ file, imported }) => `${file} imports ${imported}`)).toEqual([]);
  });

  it('leaves no circle of files within a folder', () => {
    const circles = files.filter((file) => reaches(file, file, new Set()));
    expect(circles).toEqual([]);
  });

  it('is checked on imports that are there', () => {
    expect(imports.length).toBeGreaterThan(1_000);
    expect(files.map((file) => relative('.', file))).toContain('shared/sign-in/redeem.ts');
  });
});

/** Whether following imports within the folder of `from` leads to `target`. */
function reaches(from: string, target: string, seen: Set<string>): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return imports
    .filter(({ file, imported }) => file === from && dirname(imported) === dirname(from))
    .some(({ imported }) => imported === target || reaches(imported, target, seen));
}
