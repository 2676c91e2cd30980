import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', 'client/*.md', 'examples/*/*.md'], { cwd: ROOT });
const SOURCES = globSync(
  '{bench,client,console,examples,functions,infra,local,shared}/**/*.{ts,tsx,js,css}',
  {
    cwd: ROOT,
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
);

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A document without its blocks of code. */
const proseOf = (document: string): string => read(document).replace(/^```.*?^```/gms, '');

/** The relative links of a document, as `file#anchor` from the root. */
const linksOf = (document: string): string[] =>
  [...proseOf(document).matchAll(/\]\((?!\w+:)(?<path>[^)#\s]*)(?<anchor>#[^)\s]+)?\)/g)].map(
    ({ groups: { path = '', anchor = '' } = {} }) =>
      (path === '' ? document : join(dirname(document), path)) + anchor,
  );

/** The anchors of the headings of a document, in the form of GitHub. */
const anchorsOf = (document: string): string[] =>
  [...proseOf(document).matchAll(/^#+ (?<heading>.+)$/gm)].map(({ groups: { heading = '' } = {} }) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );

const FILE = /^[\w.<>*-]+(?:\/[\w.<>*-]+)+\.(?:css|html|js|json|md|tsx?|yml)$/;
const FOLDER =
  /^(?:bench|client|console|docs|examples|functions|infra|local|shared|test)\/(?:[\w.<>*-]+\/)*$/;

/** The files and folders that a document names in backticks. `<name>` and `*` stand for any name. */
const pathsOf = (document: string): string[] =>
  [...proseOf(document).matchAll(/`(?<path>[^`\n]+)`/g)]
    .map(({ groups: { path = '' } = {} }) => path)
    .filter((path) => FILE.test(path) || FOLDER.test(path));

const exists = (path: string): boolean =>
  /[<*]/.test(path)
    ? globSync(path.replace(/<\w+>/g, '*'), { cwd: ROOT }).length > 0
    : existsSync(join(ROOT, path));

function leadsSomewhere(link: string): boolean {
  const [file = '', anchor] = link.split('#');
  return exists(file) && (anchor === undefined || anchorsOf(file).includes(anchor));
}

describe.each(DOCUMENTS)('%s', (document) => {
  it('links to documents and headings that exist', () => {
    expect(linksOf(document).filter((link) => !leadsSomewhere(link))).toEqual([]);
  });

  it('names files and folders that exist, by their paths from the root', () => {
    expect(pathsOf(document).filter((path) => !exists(path))).toEqual([]);
  });
});

it('comments name documents that exist', () => {
  const named = SOURCES.flatMap((file) =>
    [...read(file).matchAll(/\bdocs\/[\w./-]+\.md\b/g)].map(([path]) => ({ file, path })),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(({ path }) => !exists(path))).toEqual([]);
});
