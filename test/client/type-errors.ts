import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TSC = join(import.meta.dirname, '../../node_modules/.bin/tsc');

/** The errors of the compiler for the files of a folder, each line once. */
export function typeErrors(
  folder: string,
  files: readonly string[],
  compilerOptions: object,
): { file: string; line: number; message: string }[] {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { noEmit: true, ...compilerOptions }, files }),
  );
  const { stdout, stderr } = spawnSync(TSC, ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
  const found = [...`${stdout}${stderr}`.matchAll(/^(?:(.+)\((\d+),\d+\): )?error (.*)$/gm)].map(
    ([, file = '', line = '0', message = '']) => ({ file, line: Number(line), message }),
  );
  return found.filter(({ line }, at) => found.findIndex((other) => other.line === line) === at);
}
