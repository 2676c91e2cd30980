import { toSeconds } from '../clock.ts';
import { parseCredential } from '../crypto/credential.ts';
import { sameDigest } from '../crypto/secret.ts';
import type { Principal } from '../principal/principal.ts';
import { createKeyedCache } from '../storage/cache.ts';
import type { Database } from '../storage/database.ts';
import { type ApiKeyItem, getApiKey } from './api-key-store.ts';

/** Returns the principal of credentials at an instant (epoch milliseconds); undefined: they are not valid. */
export type Authenticate = (
  credentials: string,
  time: number,
  options?: {
    /** Reads the key again, for requests that change or reveal something: a key that was just deleted must not. */
    fresh?: boolean;
  },
) => Promise<Principal | undefined>;

/** A deleted key, and a secret that a rotation has replaced, are refused after `freshFor` milliseconds at the latest. */
const CACHE = { freshFor: 60_000, capacity: 1_000 };

/**
 * Authenticates API keys. Reads each key once a minute, and again for a secret that is not the remembered one; checks secret
 * and expiry at every call.
 */
export function apiKeyAuthenticator(db: Database): Authenticate {
  const keys = createKeyedCache((id) => getApiKey(db, id), CACHE);
  return async (text, time, { fresh = false } = {}) => {
    const presented = parseCredential('lk_', text);
    if (!presented) return undefined;
    if (fresh) keys.invalidate(presented.id);
    const digest = presented.secret.hash();
    let key = await keys.get(presented.id, time);
    if (key && !fresh && !isSecretOf(key, digest, time)) {
      // The key was rotated since it was remembered, or the secret is wrong.
      keys.invalidate(presented.id);
      key = await keys.get(presented.id, time);
    }
    if (!key || !isSecretOf(key, digest, time)) return undefined;
    return key.expiresAt !== undefined && key.expiresAt <= toSeconds(time) ? undefined : principalOf(key);
  };
}

/** Whether a digest is of the secret of a key, or of the one before it while the overlap of a rotation lasts. */
const isSecretOf = (
  { secretHash, previousHash, previousUntil = 0 }: ApiKeyItem,
  digest: Uint8Array,
  time: number,
) =>
  sameDigest(secretHash, digest) ||
  (previousHash !== undefined && previousUntil > toSeconds(time) && sameDigest(previousHash, digest));

function principalOf({ id, name, role, domains, punchOut, expiresAt }: ApiKeyItem): Principal {
  const caller = { id: `key:${id}`, keyId: id, name, scope: domains, expiresAt };
  if (role !== 'procurement') return { ...caller, kind: 'api_key', role };
  if (!punchOut) throw new Error('a procurement key has no cXML sender');
  return { ...caller, kind: 'procurement_key', role, punchOut };
}
