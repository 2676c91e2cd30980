import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { getApiKey, isExpired } from '../shared/api-key/api-key-store.ts';
import { type ApiKeyRequest, importApiKey } from '../shared/api-key/create.ts';
import { clock, toSeconds } from '../shared/clock.ts';
import { formatCredential, newSecret, parseCredential } from '../shared/crypto/credential.ts';
import { newId } from '../shared/crypto/id.ts';
import { sameDigest } from '../shared/crypto/secret.ts';
import type { AuditContext } from '../shared/event/event.ts';
import type { Collaborators } from './collaborators.ts';

type KeyStore = Pick<Collaborators, 'db' | 'historyRetention'>;

/** The string of an API key, and its principal as the history names it. */
export type LocalApiKey = { string: string; principal: AuditContext['by'] };

/**
 * Returns the key whose string is in `file`. A missing file, or a key that was deleted or has expired, makes a new one.
 * Without a file every call makes a new one.
 */
export async function ensureApiKey(
  store: KeyStore,
  request: ApiKeyRequest,
  { file, audit }: { file: string | undefined; audit: AuditContext },
): Promise<LocalApiKey> {
  const saved = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const found = saved === undefined ? undefined : await storeString(store, saved, request, audit);
  if (found) return found;
  const string = formatCredential('lk_', { id: newId(audit.time), secret: newSecret() }).reveal();
  const created = await storeString(store, string, request, audit);
  if (!created) throw new Error('a key of this id exists');
  if (file !== undefined) writeFileSync(file, `${string}\n`, { mode: 0o600 });
  return created;
}

const ADMIN = {
  name: 'Local administrator',
  role: 'admin',
  domains: undefined,
  expiresAt: null,
} as const satisfies ApiKeyRequest;

/** Returns the string of an administrator's key: `given`, or else as `ensureApiKey` does. */
export async function ensureAdminKey(
  store: KeyStore,
  { given, file }: { given: string | undefined; file: string | undefined },
): Promise<string> {
  const audit = { time: clock(), by: { id: 'operator', name: 'Operator of this machine' } };
  if (given === undefined) return (await ensureApiKey(store, ADMIN, { file, audit })).string;
  if (await storeString(store, given, ADMIN, audit)) return given;
  throw new Error('ADMIN_KEY is a key that was deleted, or no administrator’s');
}

/** Stores the key of a string, unless it is stored already. Undefined: the string is invalid, or its id is taken. */
async function storeString(
  { db, historyRetention }: KeyStore,
  string: string,
  request: ApiKeyRequest,
  audit: AuditContext,
): Promise<LocalApiKey | undefined> {
  const credential = parseCredential('lk_', string);
  if (!credential) return undefined;
  const existing = await getApiKey(db, credential.id);
  const key = existing ?? (await importApiKey(db, credential, request, { audit, historyRetention }));
  const same =
    key?.role === request.role &&
    key.domains?.join() === request.domains?.join() &&
    (request.expiresAt === null) === (key.expiresAt === undefined) &&
    !isExpired(key, toSeconds(clock())) &&
    sameDigest(key.secretHash, credential.secret.hash());
  return same ? { string, principal: { id: `key:${key.id}`, name: key.name } } : undefined;
}
