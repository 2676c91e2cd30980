import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from '../../console/build.ts';

type Chunk = { file: string; src?: string; isEntry?: boolean; imports?: string[]; css?: string[] };
type Manifest = Record<string, Chunk>;

const KB = 1_000;
let directory: string;
let manifest: Manifest;

beforeAll(() => {
  directory = buildConsole();
  manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
});

const compressed = (file: string): number =>
  gzipSync(readFileSync(join(directory, file)), { level: 9 }).length;

/** The chunks that a page needs before it shows anything: the entry's, its own, and what these import. */
function needed(...names: string[]): string[] {
  const files = new Set<string>();
  const visit = (name: string) => {
    const chunk = manifest[name];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  names.forEach(visit);
  return [...files];
}

const entry = () => Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
const sizeOf = (files: readonly string[]) => files.reduce((sum, file) => sum + compressed(file), 0);

describe('what a browser loads', () => {
  it.each([
    'src/overview/overview-page.tsx',
    'src/tokens/tokens-page.tsx',
    'src/users/users-page.tsx',
    'src/history/history-page.tsx',
    'src/keys/keys-page.tsx',
    'src/settings/settings-page.tsx',
  ])('to show %s first is 180 KB of compressed JavaScript at most', (page) => {
    expect(manifest[page], Object.keys(manifest).join('\n')).toBeDefined();
    expect(sizeOf(needed(...entry(), page))).toBeLessThanOrEqual(180 * KB);
  });

  it('is never more than 300 KB, whatever is done there', () => {
    const all = Object.values(manifest)
      .map(({ file }) => file)
      .filter((file) => file.endsWith('.js'));
    expect(sizeOf([...new Set(all)])).toBeLessThanOrEqual(300 * KB);
  });

  it('has a name of its own for every version, so that it can be kept for ever', () => {
    for (const { file } of Object.values(manifest))
      expect(file).toMatch(/^assets\/[\w.-]+-[\w-]{8}\.(js|css)$/);
  });

  it('holds no script, style or handler in the page itself, which the policy would refuse', () => {
    const page = readFileSync(join(directory, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|style="|\son\w+=/);
    expect(page).not.toMatch(/https?:\/\//);
  });
});
