import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { getKey } from '../shared/api-key/api-key-store.ts';
import { type KeyRequest, storeKey } from '../shared/api-key/create.ts';
import { formatCredential, newSecret, parseCredential } from '../shared/crypto/credential.ts';
import { newId } from '../shared/crypto/id.ts';
import { sameDigest } from '../shared/crypto/secret.ts';
import type { Origin } from '../shared/event/event.ts';
import type { Database } from '../shared/storage/database.ts';

/** An API key's string, and what it is called as a principal. */
export type KeptKey = { string: string; principal: Origin['by'] };

/**
 * The key whose string is in `file`. It is made as `request` says when there is none, or when it is not in this
 * database.
 */
export async function keptKey(
  db: Database,
  request: KeyRequest,
  { file, origin }: { file: string | undefined; origin: Origin },
): Promise<KeptKey> {
  const kept = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const credential = kept === undefined ? undefined : parseCredential('lk_', kept);
  if (kept !== undefined && credential) {
    const key = await getKey(db, credential.id);
    if (key?.role === request.role && sameDigest(key.secretHash, credential.secret.hash()))
      return { string: kept, principal: { id: `key:${key.id}`, name: key.name } };
  }
  const made = { id: newId(origin.time), secret: newSecret() };
  if (!(await storeKey(db, made, request, origin))) throw new Error('a key of this id exists');
  const string = formatCredential('lk_', made).reveal();
  if (file !== undefined) writeFileSync(file, `${string}\n`, { mode: 0o600 });
  return { string, principal: { id: `key:${made.id}`, name: request.name } };
}
