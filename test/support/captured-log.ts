import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { watchPrinted } from './leaks.ts';

/** Untyped, as parsed JSON is: a test asserts what it finds. */
export type LogLine = Record<string, ReturnType<typeof JSON.parse>>;

/** Keeps standard output quiet for the tests of a file, and keeps the lines of the present test to be looked at. */
export function captureLog(): { lines: () => LogLine[]; last: () => LogLine } {
  let text = '';
  beforeAll(() => {
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      watchPrinted(String(chunk));
      text += chunk;
      return true;
    });
  });
  beforeEach(() => {
    text = '';
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });
  const lines = () =>
    text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
  return { lines, last: () => lines().at(-1) ?? {} };
}
