import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from '../../console/build.ts';

type Manifest = Record<string, { file: string }>;

const KB = 1_000;
let directory: string;
let manifest: Manifest;

beforeAll(() => {
  directory = buildConsole();
  manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
});

const compressed = (file: string): number =>
  gzipSync(readFileSync(join(directory, file)), { level: 9 }).length;

describe('what is built of the console', () => {
  it('is 300 KB of compressed JavaScript at most, whatever is done there', () => {
    const all = Object.values(manifest)
      .map(({ file }) => file)
      .filter((file) => file.endsWith('.js'));
    const bytes = [...new Set(all)].reduce((sum, file) => sum + compressed(file), 0);
    expect(bytes).toBeLessThanOrEqual(300 * KB);
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
