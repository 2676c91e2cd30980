import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string): string => readFileSync(file, 'utf8');
const manifest = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));
const CHECK = 'node --import ./check-node.js ';
const DOCUMENTS = globSync(['*.md', 'docs/*.md', 'examples/*/*.md']);

/** The first number of a version or a range. */
const major = (version: string): number => Number(/\d+/.exec(version)?.[0]);

/** Runs a file as a command of package.json does, by a Node that takes itself for `version`. */
function runAs(version: string, file: string, ...args: string[]) {
  const disguise = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
  const imports = ['--import', `data:text/javascript,${disguise}`, '--import', './check-node.js'];
  return spawnSync(process.execPath, [...imports, file, ...args], { encoding: 'utf8' });
}

describe('Node', () => {
  it('has one floor to install, which npm checks and every document names', () => {
    const floor = major(manifest.engines.node);
    expect(manifest.engines.node).toBe(`>=${floor}`);
    expect(manifest.devEngines.runtime).toEqual({ name: 'node', version: `>=${floor}`, onFail: 'error' });
    for (const file of ['README.md', 'CONTRIBUTING.md'])
      expect(read(file)).toContain(`Node.js ${floor} or newer`);
    const named = DOCUMENTS.flatMap((file) =>
      [...read(file).matchAll(/\bNode(?:\.js)? (\d+)/g)].map(([, version = '']) => Number(version)),
    );
    expect([...new Set(named)].sort()).toEqual([floor, major(read('.nvmrc'))]);
  });

  it('runs the commands in the version that is deployed, which an installation brings along', () => {
    const pinned = major(read('.nvmrc'));
    expect(major(manifest.devDependencies.node)).toBe(pinned);
    expect(major(lock.packages['node_modules/node'].version)).toBe(pinned);
    expect(read('infra/service-function.ts')).toContain(`Runtime.NODEJS_${pinned}_X`);
    expect(read('infra/bundle.ts')).toContain(`target: 'node${pinned}'`);
  });

  it('is checked by every command that runs a file', () => {
    const commands = [...Object.values<string>(manifest.scripts), JSON.parse(read('cdk.json')).app];
    const running = commands.filter((command) => /\bnode\b/.test(command));
    expect(running.length).toBeGreaterThan(8);
    expect(running.filter((command) => !command.startsWith(CHECK))).toEqual([]);
    const configs = globSync('vitest*.config.ts');
    expect(configs.length).toBeGreaterThan(3);
    for (const config of configs) expect(read(config), config).toMatch(/^import '\.\/check-node\.js';$/m);
    for (const file of DOCUMENTS) expect(read(file), file).not.toMatch(/\bnode [\w/.-]+\.ts\b/);
  });

  it('that is too old to run a file is told in one sentence, with the way out', () => {
    const { status, stdout, stderr } = runAs('20.20.2', 'local/start.ts', '--help');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^login-tokens: this is Node\.js 20\.20\.2, and files run on 24: .*npm install.*\n$/,
    );
  });

  it('that is new enough is told nothing', () => {
    const { status, stderr } = runAs('26.1.0', 'local/start.ts', '--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('draws no warnings at an installation by an older one: packages run on the one that comes along', () => {
    expect(read('.npmrc')).toMatch(/^loglevel=error$/m);
    expect(read('.ci/run')).toContain('npm ci --loglevel=warn ');
  });
});
