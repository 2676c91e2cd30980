import { createWriteStream } from 'node:fs';

const write = process.stdout.write.bind(process.stdout);

/** Prints for people, whatever `keepLogLines` does with the rest of standard output. */
export const print = (text: string): void => void write(`${text}\n`);

/**
 * Sends standard output, which is the log lines of handlers, to a file of this start. In the terminal they would move the
 * addresses and links away. Returns a function that ends that.
 */
export function keepLogLines(file: string): () => Promise<void> {
  const log = createWriteStream(file, { mode: 0o600 });
  process.stdout.write = log.write.bind(log);
  return () => {
    process.stdout.write = write;
    return new Promise((closed) => log.end(closed));
  };
}
