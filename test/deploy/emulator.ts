import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An AWS emulator, and an environment in which command line tools reach no other AWS. */
export type Emulator = {
  port: number;
  /** Files of the emulator and of the tools; removed when it is stopped. */
  directory: string;
  env: Record<string, string>;
  stop(): Promise<void>;
};

/** Milliseconds. An idle machine needs two seconds. */
const START_TIMEOUT = 5 * 60_000;

const NODE = dirname(process.execPath);
const TOOLS = resolve('node_modules/.bin');

export async function startEmulator(): Promise<Emulator> {
  if (spawnSync('ministack', ['--help']).error) {
    throw new Error('the deploy test needs ministack, an emulator of AWS: pip install ministack');
  }
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'login-tokens-deploy-'));
  const env = {
    // It runs functions with the first `node` in the PATH, which must be Lambda's version.
    PATH: [NODE, TOOLS, process.env.PATH].join(delimiter),
    HOME: directory,
    TMPDIR: directory,
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    LOG_LEVEL: 'WARNING',
    IOT_MTLS_ENABLED: '0',
    // Enforces the roles: a function without a grant fails as it would in an account.
    AUTH: 'true',
    // Hides the AWS account of this machine.
    AWS_CONFIG_FILE: join(directory, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    CI: 'true',
  };
  // In a process group, so that the functions that it runs stop with it.
  const child = spawn('ministack', { env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const clear = () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  // Stops it also when the test is interrupted.
  const abandon = () => {
    if (child.pid) signal(child.pid, 'SIGKILL');
    clear();
  };
  process.once('exit', abandon);
  const stop = async () => {
    process.off('exit', abandon);
    await stopGroup(child);
    clear();
  };
  try {
    await ready(child, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, directory, env, stop };
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`ministack ended with status ${child.exitCode}`);
    const health = await fetch(`http://127.0.0.1:${port}/_ministack/health`).catch(() => undefined);
    if (health?.ok) return;
  }
  throw new Error(
    `ministack runs, and did not answer in ${START_TIMEOUT / 60_000} minutes: is the machine busy?`,
  );
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
  signal(child.pid, 'SIGTERM');
  await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
  signal(child.pid, 'SIGKILL');
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // The group has ended.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || !address) throw new Error('there is no free port');
  return address.port;
}
