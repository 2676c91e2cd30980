import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { getKey } from '../shared/api-key/api-key-store.ts';
import { storeKey } from '../shared/api-key/create.ts';
import { clock } from '../shared/clock.ts';
import {
  type Credential,
  formatCredential,
  newSecret,
  parseCredential,
} from '../shared/crypto/credential.ts';
import { newId } from '../shared/crypto/id.ts';
import { sameDigest } from '../shared/crypto/secret.ts';
import type { Database } from '../shared/storage/database.ts';

/**
 * The string of a key that administers this service: `given`; or else the one in `file`, which is made when
 * there is none or its key was deleted; or else a new one.
 */
export async function ensureAdminKey(
  db: Database,
  { given, file }: { given: string | undefined; file: string | undefined },
): Promise<string> {
  if (given !== undefined) {
    if (await ensure(db, given)) return given;
    throw new Error('ADMIN_KEY is a key that was deleted, or no administrator’s');
  }
  const kept = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (kept !== undefined && (await ensure(db, kept))) return kept;
  const made = formatCredential('lk_', { id: newId(clock()), secret: newSecret() }).reveal();
  await ensure(db, made);
  if (file !== undefined) writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return made;
}

/** Stores the key unless it is there; false: what is there under its id is something else. */
async function ensure(db: Database, text: string): Promise<boolean> {
  const credential = parseCredential('lk_', text);
  if (!credential) return false;
  return (await isAdminKey(db, credential)) || (await store(db, credential));
}

async function isAdminKey(db: Database, { id, secret }: Credential): Promise<boolean> {
  const key = await getKey(db, id);
  return key?.role === 'admin' && !key.domains && !key.expiresAt && sameDigest(key.secretHash, secret.hash());
}

async function store(db: Database, credential: Credential): Promise<boolean> {
  const request = {
    name: 'Local administrator',
    role: 'admin',
    domains: undefined,
    expiresAt: null,
  } as const;
  const origin = { time: clock(), by: { id: 'operator', name: 'Operator of this machine' } };
  return (await storeKey(db, credential, request, origin)) !== undefined;
}
