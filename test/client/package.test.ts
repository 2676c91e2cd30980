import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { typeErrors } from './type-errors.ts';

const ROOT = join(import.meta.dirname, '../..');
const CLIENT = join(ROOT, 'client');
/** The folder of a program that has installed the package. */
const CONSUMER = join(ROOT, '.build/client-consumer');
const INSTALLED = join(CONSUMER, 'node_modules/@login-tokens/client');

let files: string[];

beforeAll(() => {
  rmSync(CONSUMER, { recursive: true, force: true });
  mkdirSync(INSTALLED, { recursive: true });
  const told = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', CONSUMER], {
    cwd: CLIENT,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(told.slice(told.indexOf('[')));
  files = packed.files.map(({ path }: { path: string }) => path);
  execFileSync('tar', ['-xzf', join(CONSUMER, packed.filename), '-C', INSTALLED, '--strip-components=1']);
  symlinkSync(join(ROOT, 'node_modules/jose'), join(CONSUMER, 'node_modules/jose'));
  writeFileSync(join(CONSUMER, 'package.json'), '{ "type": "module" }');
});

describe('the package', () => {
  test('has what belongs into it and nothing else', () => {
    const modules = readdirSync(join(CLIENT, 'src')).map((name) => basename(name, '.ts'));
    const built = modules.flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]);
    expect(files.sort()).toEqual(['LICENSE', 'README.md', 'package.json', ...built].sort());
  });

  test('has the licence and the version of the service', () => {
    expect(readFileSync(join(CLIENT, 'LICENSE'), 'utf8')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
    const [own, whole] = [CLIENT, ROOT].map((folder) =>
      JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    );
    expect(own).toMatchObject({ version: whole.version, license: whole.license });
    expect(Object.keys(own.dependencies)).toEqual(['jose']);
  });

  test('can be installed and imported', () => {
    writeFileSync(
      join(CONSUMER, 'run.js'),
      `import { createClient, Problem, Unreachable } from '@login-tokens/client';
       import { sessionVerifier } from '@login-tokens/client/session';
       const client = createClient({ url: 'http://127.0.0.1:1', retries: 0 });
       const error = await client.me().catch((error) => error);
       console.log(error instanceof Unreachable, typeof Problem, typeof sessionVerifier);`,
    );
    expect(execFileSync(process.execPath, ['run.js'], { cwd: CONSUMER, encoding: 'utf8' })).toBe(
      'true function function\n',
    );
  });

  const NODE = { lib: ['es2024'], types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] };
  test.each([
    ['Node.js', { ...NODE, module: 'nodenext', moduleResolution: 'nodenext' }],
    ['browsers', { lib: ['es2024', 'dom'], types: [], module: 'esnext', moduleResolution: 'bundler' }],
  ])('has types that tell mistakes, for programs of %s', (_, platform) => {
    const lines = [
      `import { createClient, type Page, type Token } from '@login-tokens/client';`,
      `import { sessionVerifier } from '@login-tokens/client/session';`,
      `const client = createClient({ url: 'https://login.example.com' });`,
      `export const page: Page<Token> = await client.tokens.list({ status: 'active', sort: '-createdAt' });`,
      `await client.tokens.create({ userId: undefined, expiresAt: null });`,
      `const session = await sessionVerifier({ issuer: 'x', audience: 'y' })('z');`,
      `await client.tokens.list({ state: 'active' }); // wrong`,
      `await client.tokens.list({ status: 'activ' }); // wrong`,
      `await client.tokens.create({ userID: 'c-42' }); // wrong`,
      `await client.tokens.create({ expiresIn: '3600' }); // wrong`,
      `await client.tokens.update('t', { userId: 'c-42' }); // wrong`,
      `await client.tokens.update('t', {}, { ifMatch: '"3"' }); // wrong`,
      `await client.users.put('c', { name: 'Jane' }); // wrong`,
      `await client.keys.create({ name: 'n', role: 'root' }); // wrong`,
      `await client.sessions.exchange({}); // wrong`,
      `await client.tokens.redeem({ token: 't', attempt: 'a' }); // wrong`,
      `export const token: string = (await client.tokens.get('t')).token; // wrong`,
      `export const name: string = (await client.tokens.get('t')).user.name; // wrong`,
      `export const userId: string | null = session.userId; // wrong`,
      `createClient({ credentials: 'lk_' }); // wrong`,
    ];
    writeFileSync(join(CONSUMER, 'types.ts'), lines.join('\n'));
    const wrong = lines.flatMap((line, at) => (line.endsWith('// wrong') ? [at + 1] : []));
    const errors = typeErrors(CONSUMER, ['types.ts'], { strict: true, target: 'es2022', ...platform });
    expect(errors.map(({ line }) => line)).toEqual(wrong);
  });
});

describe('what a page loads of it', () => {
  /** Bytes of JavaScript, compressed as CloudFront would at best: it is part of the first load of the console. */
  const BUDGET = 3_000;

  test('is small, and has no library in it', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [join(CLIENT, 'src/index.ts')],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    expect(Object.keys(metafile.inputs).filter((path) => !/client\/src\/[\w-]+\.ts$/.test(path))).toEqual([]);
    const size = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThanOrEqual(BUDGET);
  });
});
