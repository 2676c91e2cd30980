import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string): string => readFileSync(file, 'utf8');
const { dependencies, devDependencies, scripts } = JSON.parse(read('package.json')) as Record<
  string,
  Record<string, string>
>;
const PACKAGES = Object.keys({ ...dependencies, ...devDependencies });

/** Packages of which the scripts use the command, and nothing is imported. */
const COMMANDS: Readonly<Record<string, RegExp>> = {
  '@biomejs/biome': /^biome /,
  node: /^node /,
  typescript: /^tsc /,
};

const sources = globSync(
  '{*,{bench,client,console,examples,functions,infra,local,shared,test}/**/*}.{ts,tsx}',
  {
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
)
  .filter((file) => file !== 'test/structure/dependencies.test.ts')
  .map(read)
  .join('\n');

const escaped = (name: string): string => name.replace(/[/.]/g, '\\$&');
const isImported = (name: string): boolean =>
  new RegExp(`(from |import |\\bimport\\(|\\bresolve\\()'${escaped(name)}(/[^']*)?'`).test(sources);

/** `@types/node` describes what `node:` imports, and `@types/react` what `react` exports. */
function isUsed(name: string): boolean {
  const command = COMMANDS[name];
  if (command) return Object.values(scripts ?? {}).some((script) => command.test(script));
  const described = /^@types\/(?<name>.+)$/.exec(name)?.groups?.name;
  if (described === 'node') return /from 'node:/.test(sources);
  return isImported(described ?? name);
}

describe('the packages of package.json', () => {
  it('are each used by a source file or a script', () => {
    expect(PACKAGES.filter((name) => !isUsed(name))).toEqual([]);
  });

  it('would be found if they were not', () => {
    expect(isUsed('left-pad')).toBe(false);
    expect(isUsed('@types/left-pad')).toBe(false);
  });
});
