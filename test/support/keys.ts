import { formatCredential, newSecret, parseCredential } from '../../shared/crypto/credential.ts';
import { newId } from '../../shared/crypto/id.ts';
import type { Role } from '../../shared/principal/role.ts';

const newKey = (): string => formatCredential('lk_', { id: newId(Date.now()), secret: newSecret() }).reveal();

/** The keys of an administrator and of a storefront without limits, other ones in each test file; see `useService`. */
export const ADMIN = newKey();
export const STOREFRONT = newKey();

/** Stores an API key past the API. Returns its string. */
export async function makeKey(role: Role, domains?: string[], string: string = newKey()): Promise<string> {
  const { importApiKey } = await import('../../shared/api-key/create.ts');
  const { db, historyRetention } = await import('../../functions/runtime/database.ts');
  const credential = parseCredential('lk_', string);
  if (!credential) throw new Error('this is no API key');
  const request = { name: `${role} of a test`, role, domains, punchOut: punchOutOf(role), expiresAt: null };
  const audit = { time: Date.now(), by: { id: 'test', name: 'Test' } };
  await importApiKey(db, credential, request, { audit, historyRetention });
  return string;
}

const punchOutOf = (role: Role) =>
  role === 'procurement' ? { identity: 'AN01', domain: 'NetworkId' } : undefined;
