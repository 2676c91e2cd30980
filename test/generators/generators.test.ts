import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type StartedService, startService } from '../support/start-service.ts';
import { run } from './run.ts';

/** Generators of clients make code of the OpenAPI document that compiles, and that works. */

const OUT = resolve('.build/generators');
const DOCUMENT = `${OUT}/openapi.json`;
/** The name that generators of Python give the package. */
const PACKAGE = 'login_tokens_client';
/** Their compiler, in JavaScript, has what the generator calls; that of the project has not. */
const OPENAPI_TYPESCRIPT = ['openapi-typescript@7.13.0', 'typescript@5.9.3'];

let service: StartedService;
beforeAll(async () => {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  service = await startService();
  writeFileSync(DOCUMENT, await (await fetch(`${service.url}/openapi.json`)).text());
  return () => service.stop();
});

/** Runs OpenAPI Generator, which is a program in Java. Half a minute of optimising compilers would be for nothing. */
const openApiGenerator = (language: string, ...options: string[]) =>
  run(
    'openapi-generator-cli',
    ['generate', '-i', DOCUMENT, '-g', language, '-o', `${OUT}/${language}`, ...options],
    {
      env: { JAVA_OPTS: '-XX:TieredStopAtLevel=1' },
    },
  );

/** Compiles a package of Python, and imports each of its modules. A warning is an error. */
async function compilePython(directory: string): Promise<void> {
  const script = `
import importlib, pkgutil, ${PACKAGE} as package
for module in pkgutil.walk_packages(package.__path__, '${PACKAGE}.'):
    importlib.import_module(module.name)`;
  await run('python3', ['-W', 'error', '-m', 'compileall', '-q', PACKAGE], { cwd: directory });
  await run('python3', ['-c', script], { cwd: directory });
}

describe.concurrent('the OpenAPI document of a running service', () => {
  it('is taken by OpenAPI Generator for Go: the client builds, and vet finds nothing', async () => {
    await openApiGenerator('go', '--global-property=apiTests=false,modelTests=false');
    const env = { CGO_ENABLED: '0', GOFLAGS: '-mod=mod' };
    await run('go', ['build', './...'], { cwd: `${OUT}/go`, env });
    await run('go', ['vet', './...'], { cwd: `${OUT}/go`, env });
  });

  it('is taken by OpenAPI Generator for Python: every module compiles, and is imported', async () => {
    await openApiGenerator('python', `--package-name=${PACKAGE}`);
    await compilePython(`${OUT}/python`);
  });

  it('is taken by openapi-typescript: its types compile', async () => {
    const packages = OPENAPI_TYPESCRIPT.map((name) => `--package=${name}`);
    const file = `${OUT}/api.ts`;
    await run('npm', ['exec', '--yes', ...packages, '--', 'openapi-typescript', DOCUMENT, '-o', file]);
    await run(resolve('node_modules/.bin/tsc'), ['--noEmit', '--strict', '--ignoreConfig', file]);
  });

  it('is taken by openapi-python-client, but for the one door that speaks XML', async () => {
    const { stdout, stderr } = await run('openapi-python-client', [
      'generate',
      `--path=${DOCUMENT}`,
      `--output-path=${OUT}/openapi-python-client`,
    ]);
    const warned = [...`${stdout}${stderr}`.matchAll(/^(?:WARNING|ERROR) (?<what>.*)$/gm)];
    expect(warned.map(({ groups }) => groups?.what)).toEqual([
      'parsing POST /punchout/cxml within pages. Endpoint will not be generated.',
    ]);
    await compilePython(`${OUT}/openapi-python-client`);
  });
});

it('the client of openapi-python-client creates, redeems, introspects and revokes', async () => {
  const { stdout } = await run('python3', ['test/generators/use_client.py'], {
    env: {
      PYTHONPATH: [`${OUT}/openapi-python-client`, process.env.PYTHONPATH].filter(Boolean).join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
      BASE: service.url,
      ADMIN_KEY: service.key,
    },
  });
  expect(JSON.parse(stdout)).toEqual({
    me: 'admin',
    user: 201,
    created: [201, 200, true],
    expires: 3600,
    redeemed: [200, 'Jane Doe'],
    refused: [401, 'token_refused'],
    live: [true, 'jane@acme.com'],
    revoked: 200,
    over: { active: false },
    known: ['used', 1, 1],
    unchanged: 304,
    page: [[true], null],
    deleted: 204,
    gone: [404, 'token_not_found'],
  });
});
