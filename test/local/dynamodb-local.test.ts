import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startDynamoDbLocal } from '../../local/dynamodb-local.ts';
import { MINUTE, pass, SECOND } from '../support/frozen-clock.ts';

/** Waits. `vi.waitUntil` lets a time go on that is frozen. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

let directory: string;
let ready: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'login-tokens-'));
  ready = join(directory, 'ready');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  rmSync(directory, { recursive: true });
});

/** Puts a shell script into the PATH as `java`. */
function fakeJava(script: string): void {
  const file = join(directory, 'java');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
}

/** Starts with this script as `java`, and lets the time run out after its output. Returns the error. */
async function timedOut(script: string): Promise<unknown> {
  fakeJava(`${script}; touch '${ready}'; exec sleep 600`);
  vi.useFakeTimers({ toFake: ['Date'] });
  const starting = startDynamoDbLocal().catch((error: unknown) => error);
  await until(() => existsSync(ready));
  pass(21 * MINUTE);
  return starting;
}

/** A server of Node that answers on the port among the arguments of `java`, once the file `go` is there. */
const SLOW_ENGINE = `
  const { existsSync } = require('node:fs');
  const port = process.argv[process.argv.indexOf('-port') + 1];
  const server = require('node:http').createServer((_, response) => response.writeHead(400).end());
  setInterval(() => server.listening || !existsSync(process.env.GO) || server.listen(port, '127.0.0.1'), 20);
`;

describe('a DynamoDB Local that starts slowly', () => {
  test('is waited for as long as it runs, which is told every ten seconds', async () => {
    const go = join(directory, 'go');
    vi.stubEnv('GO', go);
    writeFileSync(join(directory, 'engine.cjs'), SLOW_ENGINE);
    fakeJava(`touch '${ready}'; exec '${process.execPath}' '${join(directory, 'engine.cjs')}' "$@"`);
    vi.useFakeTimers({ toFake: ['Date'] });
    const waited: number[] = [];
    const starting = startDynamoDbLocal({ onWait: (seconds) => waited.push(seconds) });
    await until(() => existsSync(ready));
    for (const seconds of [40, 300, 900]) {
      pass((seconds - (waited.at(-1) ?? 0)) * SECOND);
      await until(() => waited.includes(seconds));
    }
    expect(waited).toEqual([40, 300, 900]);
    writeFileSync(go, '');
    const engine = await starting;
    expect(engine.endpoint).toBe(`http://127.0.0.1:${engine.port}`);
    await engine.stop();
  });
});

describe('a DynamoDB Local that does not start', () => {
  test('is given 20 minutes while it runs, and its output is in the error', async () => {
    const error = await timedOut('echo loading; echo out of memory >&2');
    expect(String(error)).toMatch(
      /runs, but has not answered for 20 minutes; is the machine busy\? (?=.*loading)(?=.*out of memory)/s,
    );
  });

  test('has an error too when it printed nothing', async () => {
    expect(String(await timedOut(':'))).toMatch(/for 20 minutes; is the machine busy\? it printed nothing$/);
  });

  test('and ends has its output in the error', async () => {
    fakeJava('echo Unrecognized option; echo no virtual machine >&2; exit 1');
    await expect(startDynamoDbLocal()).rejects.toThrow(
      /^DynamoDB Local did not start: (?=.*Unrecognized option)(?=.*no virtual machine)/s,
    );
  });

  /** A `java` of this version, which cannot run what needs a newer one. */
  const fakeVersion = (version: string): void =>
    fakeJava(`
      if [ "$1" = -version ]; then echo '${version}' >&2; exit 0; fi
      echo 'java.lang.UnsupportedClassVersionError: Unsupported major.minor version 52.0' >&2; exit 1`);

  test.each([
    ['java version "1.6.0_45"', 6],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "9.0.4"', 9],
  ])('because of an old Java says which one it needs, and which one there is: %s', async (version, found) => {
    fakeVersion(version);
    await expect(startDynamoDbLocal()).rejects.toThrow(
      new RegExp(
        `^DynamoDB Local needs Java 11 or newer, and «java» in the PATH is Java ${found}: install [^\n]+$`,
      ),
    );
  });

  test.each(['openjdk version "11.0.13" 2021-10-19', 'openjdk version "25" 2025-09-16'])(
    'with a Java that is new enough has its output in the error: %s',
    async (version) => {
      fakeVersion(version);
      await expect(startDynamoDbLocal()).rejects.toThrow(/^DynamoDB Local did not start: .*UnsupportedClass/);
    },
  );

  test('because there is no Java says what it needs, where macOS has a stand-in for it too', async () => {
    vi.stubEnv('PATH', directory);
    const absent = await startDynamoDbLocal().catch((error: Error) => error.message);
    expect(absent).toMatch(
      /^DynamoDB Local needs Java 11 or newer, and there is no «java» in the PATH: install [^\n]+$/,
    );
    fakeJava('echo The operation couldn’t be completed. Unable to locate a Java Runtime. >&2; exit 1');
    await expect(startDynamoDbLocal()).rejects.toThrow(absent);
  });
});
