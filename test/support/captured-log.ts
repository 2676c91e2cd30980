import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { watchPrinted } from './leaks.ts';

/** Untyped, as parsed JSON is. */
export type LogLine = Record<string, ReturnType<typeof JSON.parse>>;

export type Log = {
  /** Everything printed since the test began, or since the file began where no test has. */
  text(): string;
  lines(): LogLine[];
  last(): LogLine;
};

/** Keeps what the tests of a file print from the terminal, for them to look at. */
export function captureLog(): Log {
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
  return { text: () => text, lines, last: () => lines().at(-1) ?? {} };
}
