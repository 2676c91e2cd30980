import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from './directory-lock.ts';

/** The folder of a start with its files, or without any when nothing is kept. */
export type Folder = {
  directory: string | undefined;
  pathOf(name: string): string | undefined;
  /** Where log lines go. Without a directory the file is removed at the end. */
  logFile: string;
  /** Unlocks it. */
  close(): Promise<void>;
};

/** The file in a demo's folder that says when its example data was complete. */
const EXAMPLES = 'examples';

/**
 * Opens and locks `.local`, or `.local/demo` with example data, which would mean nothing among other data. Throws when
 * another process has it.
 */
export async function openFolder({ inMemory, demo }: { inMemory: boolean; demo: boolean }): Promise<Folder> {
  if (inMemory) {
    const temporary = mkdtempSync(join(tmpdir(), 'login-tokens-'));
    const close = async () => rmSync(temporary, { recursive: true, force: true });
    return { directory: undefined, pathOf: () => undefined, logFile: join(temporary, 'log.jsonl'), close };
  }
  const directory = join(process.cwd(), '.local', ...(demo ? ['demo'] : []));
  mkdirSync(directory, { recursive: true });
  // Another version may have left them open to other users of the machine.
  for (const folder of new Set([join(process.cwd(), '.local'), directory])) chmodSync(folder, 0o700);
  const close = await lockDirectory(directory);
  const pathOf = (name: string) => join(directory, name);
  return { directory, pathOf, logFile: pathOf('log.jsonl'), close };
}

/** Empties a demo's folder whose example data is incomplete, since the start that made it was interrupted. */
export function clearIncompleteDemo({ directory }: Folder): boolean {
  if (directory === undefined || !existsSync(join(directory, 'dynamodb'))) return false;
  if (existsSync(join(directory, EXAMPLES))) return false;
  rmSync(directory, { recursive: true });
  mkdirSync(directory);
  return true;
}

/** Notes that example data is complete, as of `time` (epoch milliseconds). */
export function noteExamples({ pathOf }: Folder, time: number): void {
  const file = pathOf(EXAMPLES);
  if (file !== undefined) writeFileSync(file, new Date(time).toISOString());
}

/** When the example data of the folder was made, as ISO 8601. */
export function examplesSince({ pathOf }: Folder): string | undefined {
  const file = pathOf(EXAMPLES);
  return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
