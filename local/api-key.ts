import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { getApiKey } from '../shared/api-key/api-key-store.ts';
import { storeApiKey } from '../shared/api-key/create.ts';
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
import type { Collaborators } from './collaborators.ts';

type Keys = Pick<Collaborators, 'db' | 'historyRetention'>;

/**
 * The string of an administrator's key: `given`; or else the one in `file`, which is created when the file is absent or
 * its key was deleted; or else a new one.
 */
export async function ensureAdminKey(
  keys: Keys,
  { given, file }: { given: string | undefined; file: string | undefined },
): Promise<string> {
  if (given !== undefined) {
    if (await ensure(keys, given)) return given;
    throw new Error('ADMIN_KEY is a key that was deleted, or no administrator’s');
  }
  const kept = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (kept !== undefined && (await ensure(keys, kept))) return kept;
  const made = formatCredential('lk_', { id: newId(clock()), secret: newSecret() }).reveal();
  await ensure(keys, made);
  if (file !== undefined) writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return made;
}

/** Stores the key unless it is there; false: its id belongs to another key. */
async function ensure(keys: Keys, text: string): Promise<boolean> {
  const credential = parseCredential('lk_', text);
  if (!credential) return false;
  return (await isAdminKey(keys.db, credential)) || (await store(keys, credential));
}

async function isAdminKey(db: Database, { id, secret }: Credential): Promise<boolean> {
  const key = await getApiKey(db, id);
  return key?.role === 'admin' && !key.domains && !key.expiresAt && sameDigest(key.secretHash, secret.hash());
}

async function store({ db, historyRetention }: Keys, credential: Credential): Promise<boolean> {
  const request = {
    name: 'Local administrator',
    role: 'admin',
    domains: undefined,
    expiresAt: null,
  } as const;
  const audit = { time: clock(), by: { id: 'operator', name: 'Operator of this machine' } };
  return (await storeApiKey(db, credential, request, { audit, historyRetention })) !== undefined;
}
