import { setTimeout as pause } from 'node:timers/promises';
import { asksForHelp, readOptions, USAGE } from './options.ts';
import { print } from './terminal.ts';

// What it and the engine write is for this user alone: keys, names, and the file of the engine, which is named by its access key.
process.umask(0o077);

/** Milliseconds for open requests and records after a signal. */
const SHUTDOWN_TIMEOUT = 3_000;

/** Stop functions, in the order of starting. */
const started: (() => Promise<void>)[] = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, shutDown);
// npm's shell does not pass signals on, so the end of the parent process is the signal.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || shutDown(), 200).unref();
if (asksForHelp(process.argv.slice(2))) {
  print(USAGE);
  process.exit(0);
}
try {
  const options = readOptions(process.argv.slice(2), process.env);
  print('Login Tokens starts …');
  // What it imports takes a second to load, and more on a busy machine.
  const { startAll } = await import('./start-all.ts');
  await startAll(options, started);
} catch (error) {
  console.error(`login-tokens: ${error instanceof Error ? error.message || error.name : 'it did not start'}`);
  await stop();
  process.exit(1);
}

function shutDown(): void {
  void Promise.race([stop(), pause(SHUTDOWN_TIMEOUT)]).finally(() => process.exit(0));
}

async function stop(): Promise<void> {
  for (let stopThis = started.pop(); stopThis; stopThis = started.pop()) await stopThis();
}
