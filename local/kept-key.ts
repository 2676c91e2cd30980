import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { getApiKey } from '../shared/api-key/api-key-store.ts';
import { type ApiKeyRequest, importApiKey } from '../shared/api-key/create.ts';
import { formatCredential, newSecret, parseCredential } from '../shared/crypto/credential.ts';
import { newId } from '../shared/crypto/id.ts';
import { sameDigest } from '../shared/crypto/secret.ts';
import type { AuditContext } from '../shared/event/event.ts';
import type { Collaborators } from './collaborators.ts';

/** The string of an API key, and its principal. */
export type KeptKey = { string: string; principal: AuditContext['by'] };

/** The key whose string is in `file`. It is created from `request` when there is no file, or no such key in the database. */
export async function keptKey(
  { db, historyRetention }: Pick<Collaborators, 'db' | 'historyRetention'>,
  request: ApiKeyRequest,
  { file, audit }: { file: string | undefined; audit: AuditContext },
): Promise<KeptKey> {
  const kept = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const credential = kept === undefined ? undefined : parseCredential('lk_', kept);
  if (kept !== undefined && credential) {
    const key = await getApiKey(db, credential.id);
    if (key?.role === request.role && sameDigest(key.secretHash, credential.secret.hash()))
      return { string: kept, principal: { id: `key:${key.id}`, name: key.name } };
  }
  const made = { id: newId(audit.time), secret: newSecret() };
  if (!(await importApiKey(db, made, request, { audit, historyRetention })))
    throw new Error('a key of this id exists');
  const string = formatCredential('lk_', made).reveal();
  if (file !== undefined) writeFileSync(file, `${string}\n`, { mode: 0o600 });
  return { string, principal: { id: `key:${made.id}`, name: request.name } };
}
