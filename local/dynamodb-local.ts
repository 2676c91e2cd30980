import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { whatJavaLacks } from './java-version.ts';
import { freePort } from './listen.ts';

/** Minutes. An idle machine needs two seconds, a busy one minutes; a running process is given up only then. */
const START_TIMEOUT = 20;
/** Milliseconds between two calls of `onWait`. */
const NOTICE_INTERVAL = 10_000;
/** Milliseconds for one answer. A busy engine accepts the connection long before it answers. */
const ANSWER_TIMEOUT = 30_000;

export type DynamoDbLocal = { endpoint: string; port: number; stop(): Promise<void> };

type Options = {
  port?: number | undefined;
  directory?: string | undefined;
  /** For tables of many items: the engine answers faster after a minute, and starts slower. */
  optimized?: boolean;
  /** Called every ten seconds with the seconds since the start, while the engine runs and does not answer yet. */
  onWait?: ((seconds: number) => void) | undefined;
};

/** Without its optimizing compiler and parallel collector, Java starts in half the processor time. */
const QUICK_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/**
 * Starts DynamoDB Local, in memory or with its data in `directory`, and resolves when it answers. Each access key and
 * region has a database of its own. It ends with this process at the latest. When it does not start, throws an error with its output, for a terminal.
 */
export async function startDynamoDbLocal(options: Options = {}): Promise<DynamoDbLocal> {
  const port = await freePort(options.port);
  const java = spawnJava(port, options);
  const output = collect(java);
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = () => end(java);
  try {
    await answering(java, port, { output, onWait: options.onWait });
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, port, stop };
}

function spawnJava(port: number, { directory, optimized = false }: Options): ChildProcess {
  const emulator = join(
    dirname(createRequire(import.meta.url).resolve('dynamodb-local-jar/package.json')),
    'emulator',
  );
  if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const args = [
    ...(optimized ? [] : QUICK_START),
    `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(emulator, 'DynamoDBLocal.jar')],
    ...['-disableTelemetry', '-port', String(port)],
    ...(directory === undefined ? ['-inMemory'] : ['-dbPath', directory]),
  ];
  return spawn(process.execPath, [join(import.meta.dirname, 'run-while-open.ts'), 'java', ...args], {
    // It writes a file about its installation there.
    cwd: directory ?? tmpdir(),
    // A process group of its own: Ctrl-C is for this process, which then stops things in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Returns a function that gives the last 10,000 characters of the output. */
function collect({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk).slice(-10_000);
    });
  }
  return () => text.trim() || 'it printed nothing';
}

type Waiting = { output: () => string; onWait: Options['onWait'] };

async function answering(java: ChildProcess, port: number, { output, onWait }: Waiting): Promise<void> {
  const start = Date.now();
  for (let notice = start + NOTICE_INTERVAL; ; await pause(50)) {
    // It then runs on without a listener.
    if (output().includes('Address already in use')) throw new Error(`port ${port} is taken`);
    if (java.exitCode !== null)
      throw new Error((await whatJavaLacks()) ?? `DynamoDB Local did not start: ${output()}`);
    if (await answers(port)) return;
    const waited = Date.now() - start;
    if (waited > START_TIMEOUT * 60_000)
      throw new Error(
        `DynamoDB Local runs, but has not answered for ${START_TIMEOUT} minutes; is the machine busy? ${output()}`,
      );
    if (Date.now() < notice) continue;
    onWait?.(Math.round(waited / 1_000));
    notice = Date.now() + NOTICE_INTERVAL;
  }
}

/** Whether it answers at all: to a request without a signature it says 400. */
async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT) }).then(
    () => true,
    () => false,
  );
}

async function end(java: ChildProcess): Promise<void> {
  if (java.exitCode !== null || java.signalCode !== null) return;
  const exited = once(java, 'exit');
  java.stdin?.end();
  await exited;
}
