import { execFile } from 'node:child_process';

/** DynamoDB Local 1.25 is tried with 11, 17 and 25. */
const NEEDED = 11;

/**
 * Returns a sentence for the terminal when there is no Java in the PATH, or an old one. It is asked for when the engine has not
 * started: before it, the answer would take as long as half a start.
 */
export async function whatJavaLacks(): Promise<string | undefined> {
  const found = await describeJava();
  if (found === undefined) return undefined;
  return `DynamoDB Local needs Java ${NEEDED} or newer, and ${found}: install a Java runtime, or name an engine that runs in DYNAMODB_ENDPOINT`;
}

/** Undefined: it is new enough, or does not say its version. */
function describeJava(): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('java', ['-version'], (error, stdout, stderr) => {
      const output = stdout + stderr;
      // macOS has a program of this name that asks for an installation.
      if (error?.code === 'ENOENT' || output.includes('Unable to locate a Java Runtime'))
        return resolve('there is no «java» in the PATH');
      // Before 9 the first number was always 1.
      const version = Number(/version "(?:1\.)?(\d+)/.exec(output)?.[1] ?? NEEDED);
      resolve(version < NEEDED ? `«java» in the PATH is Java ${version}` : undefined);
    });
  });
}
