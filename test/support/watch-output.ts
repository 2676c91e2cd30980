import { afterAll, expect } from 'vitest';
import { takePrintedSecrets, watchPrinted } from './leaks.ts';

const WATCHED = Symbol.for('login-tokens watched');

/** Fails a test file that prints a secret. Where files share a process, the streams are wrapped once. */
for (const stream of [process.stdout, process.stderr]) {
  if (WATCHED in stream) continue;
  const print = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (...args: unknown[]) => {
    watchPrinted(String(args[0]));
    return print(...args);
  };
  Object.assign(stream, { [WATCHED]: true });
}

afterAll(() => {
  expect(takePrintedSecrets(), 'no log line holds a secret').toEqual([]);
});
