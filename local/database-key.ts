import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Returns the access key of the service at DynamoDB Local: the one in `file`, or a new one, which is then kept there.
 * The engine listens on every interface and checks no signature, but keeps a database for each access key: without this
 * one, nobody on the network finds the data.
 */
export function databaseKey(file: string | undefined): string {
  if (file !== undefined && existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim();
    // The engine takes letters and digits alone, and names its file by them.
    if (!/^\w{20,40}$/.test(kept))
      throw new Error(`${file} does not hold an access key of 20 to 40 characters`);
    return kept;
  }
  const key = randomBytes(16).toString('hex');
  if (file !== undefined) writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}
