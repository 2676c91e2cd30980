import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startDynamoDbLocal } from '../../local/dynamodb-local.ts';
import { pass, SECOND } from '../support/frozen-clock.ts';

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
  await vi.waitUntil(() => existsSync(ready), { timeout: 50_000 });
  pass(121 * SECOND);
  return starting;
}

describe('a DynamoDB Local that does not start', () => {
  test('is given 120 seconds, and its output is in the error', async () => {
    const error = await timedOut('echo loading; echo out of memory >&2');
    expect(String(error)).toMatch(/did not answer within 120 seconds: (?=.*loading)(?=.*out of memory)/s);
  });

  test('has an error too when it printed nothing', async () => {
    expect(String(await timedOut(':'))).toMatch(/within 120 seconds: it printed nothing$/);
  });

  test('and ends has its output in the error', async () => {
    fakeJava('echo Unrecognized option; echo no virtual machine >&2; exit 1');
    await expect(startDynamoDbLocal()).rejects.toThrow(
      /^DynamoDB Local did not start: (?=.*Unrecognized option)(?=.*no virtual machine)/s,
    );
  });
});
