import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Row } from './measure.ts';

/** Runs a file of this folder in its own process, without its log, and returns the rows that it reports. */
export async function runScenario(file: string): Promise<Row[]> {
  const child = fork(join(import.meta.dirname, file), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let rows: Row[] | undefined;
    child.once('message', (message) => {
      rows = message as Row[];
    });
    child.once('exit', (status) =>
      rows ? resolve(rows) : reject(new Error(`${file} ended with status ${status}`)),
    );
  });
}

/** Sends the rows to the process that runs the scenarios. */
export function report(rows: readonly Row[]): void {
  process.send?.(rows, undefined, undefined, () => process.exit(0));
}
