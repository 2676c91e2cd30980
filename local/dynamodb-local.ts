import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './listen.ts';

const START_WITHIN = 30_000;

export type DynamoDbLocal = { endpoint: string; port: number; stop(): Promise<void> };

type Options = {
  port?: number | undefined;
  directory?: string | undefined;
  /** Whether each access key has a database of its own; otherwise there is one, whoever asks. */
  apart?: boolean;
};

/**
 * Starts DynamoDB Local and resolves when it answers: in memory, or with its data in `directory`. It ends
 * with this process at the latest. Throws an error fit for the reader of a terminal when it cannot start.
 */
export async function startDynamoDbLocal(options: Options = {}): Promise<DynamoDbLocal> {
  const port = await freePort(options.port);
  const java = spawnJava(port, options);
  const output = collect(java);
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = () => end(java);
  try {
    await answering(java, port, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, port, stop };
}

function spawnJava(port: number, { directory, apart = false }: Options): ChildProcess {
  const emulator = join(
    dirname(createRequire(import.meta.url).resolve('dynamodb-local-jar/package.json')),
    'emulator',
  );
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const args = [
    `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(emulator, 'DynamoDBLocal.jar')],
    ...['-disableTelemetry', '-port', String(port), ...(apart ? [] : ['-sharedDb'])],
    ...(directory === undefined ? ['-inMemory'] : ['-dbPath', directory]),
  ];
  return spawn(process.execPath, [join(import.meta.dirname, 'run-while-open.ts'), 'java', ...args], {
    // Where it leaves a file about its installation.
    cwd: directory ?? tmpdir(),
    // A process group of its own: Ctrl-C is for this process, which then stops things in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** What it has printed so far; it prints little, and logs of it would only disturb. */
function collect({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk).slice(-10_000);
    });
  }
  return () => text;
}

async function answering(java: ChildProcess, port: number, output: () => string): Promise<void> {
  const deadline = Date.now() + START_WITHIN;
  for (;;) {
    // It goes on running then, without a listener.
    if (output().includes('Address already in use')) throw new Error(`port ${port} is taken`);
    if (java.exitCode === 127) {
      throw new Error(
        'DynamoDB Local needs Java, and there is no «java» in the PATH: install a Java runtime (11 or newer)',
      );
    }
    if (java.exitCode !== null) throw new Error(`DynamoDB Local did not start: ${lastLine(output())}`);
    if (await answers(port)) return;
    if (Date.now() > deadline)
      throw new Error(`DynamoDB Local did not answer within ${START_WITHIN / 1000} seconds`);
    await pause(50);
  }
}

/** Any answer will do: to a request without a signature it says 400. */
async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  );
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

async function end(java: ChildProcess): Promise<void> {
  if (java.exitCode !== null || java.signalCode !== null) return;
  const exited = once(java, 'exit');
  java.stdin?.end();
  await exited;
}
