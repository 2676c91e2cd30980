import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An AWS emulator of this test's own, and the environment in which command line tools talk to it alone. */
export type Emulator = {
  port: number;
  /** For what it and the tools write; gone when it is stopped. */
  directory: string;
  env: Record<string, string>;
  stop(): Promise<void>;
};

const NODE = dirname(process.execPath);
const TOOLS = resolve('node_modules/.bin');

export async function startEmulator(): Promise<Emulator> {
  if (spawnSync('ministack', ['--help']).error) {
    throw new Error('the deploy test needs ministack, an emulator of AWS: pip install ministack');
  }
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'login-tokens-deploy-'));
  const env = {
    // It runs functions with the first `node` of its path: the one that runs this test, which is Lambda's.
    PATH: [NODE, TOOLS, process.env.PATH].join(delimiter),
    HOME: directory,
    TMPDIR: directory,
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    LOG_LEVEL: 'WARNING',
    IOT_MTLS_ENABLED: '0',
    // Roles count: a function that lacks a grant fails here as it would in an account.
    AUTH: 'true',
    // Nothing of this machine's own account may be found.
    AWS_CONFIG_FILE: join(directory, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    CI: 'true',
  };
  // A process group of its own: it is stopped together with the functions that it runs.
  const child = spawn('ministack', { env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const clear = () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  // Also when the test is interrupted before it can stop anything.
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
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`ministack ended with status ${child.exitCode}`);
    const health = await fetch(`http://127.0.0.1:${port}/_ministack/health`).catch(() => undefined);
    if (health?.ok) return;
  }
  throw new Error('ministack did not start in 30 seconds');
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
    // Nobody is left in the group, which is what was wanted.
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
