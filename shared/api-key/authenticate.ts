import { startOfDay, toSeconds } from '../clock.ts';
import { parseCredential } from '../crypto/credential.ts';
import { isSecretOf } from '../crypto/rotated-secret.ts';
import { type Principal, principalIdOf } from '../principal/principal.ts';
import { createKeyedCache } from '../storage/cache.ts';
import type { Database } from '../storage/database.ts';
import { type ApiKeyItem, getApiKey, isExpired, markApiKeyUsed } from './api-key-store.ts';

/** The private reason why a key is refused, for the log. A deleted key is unknown. */
export type KeyRefusal = 'malformed' | 'unknown_key' | 'wrong_secret' | 'expired';

export type KeyAuthentication =
  | { outcome: 'authenticated'; principal: Principal }
  /** `keyId` is that of the presented string; a malformed one has none. */
  | { outcome: 'refused'; reason: KeyRefusal; keyId?: string };

/** Authenticates the bearer of a key at an instant (epoch milliseconds). */
export type AuthenticateApiKey = (
  credentials: string,
  time: number,
  options?: {
    /** Reads the key again, for requests that change or reveal something: a key that was just deleted must not. */
    fresh?: boolean;
  },
) => Promise<KeyAuthentication>;

/** A deleted key, and a secret that a rotation has replaced, are refused after `freshFor` milliseconds at the latest. */
const CACHE = { freshFor: 60_000, capacity: 1_000 };

/**
 * Authenticates API keys. Reads each key once a minute, and again for a secret that is not the remembered one; checks secret
 * and expiry at every call. The first call of a UTC day that proves a key marks its use: one write a day, for all functions
 * together unless they are called at once.
 */
export function apiKeyAuthenticator(db: Database): AuthenticateApiKey {
  const keys = createKeyedCache((id) => getApiKey(db, id), CACHE);
  return async (text, time, { fresh = false } = {}) => {
    const presented = parseCredential('lk_', text);
    if (!presented) return { outcome: 'refused', reason: 'malformed' };
    const refused = (reason: KeyRefusal): KeyAuthentication => ({
      outcome: 'refused',
      reason,
      keyId: presented.id,
    });
    if (fresh) keys.invalidate(presented.id);
    const digest = presented.secret.hash();
    let key = await keys.get(presented.id, time);
    if (key && !fresh && !isSecretOf(key, digest, toSeconds(time))) {
      // The key was rotated since it was remembered, or the secret is wrong.
      keys.invalidate(presented.id);
      key = await keys.get(presented.id, time);
    }
    if (!key) return refused('unknown_key');
    if (!isSecretOf(key, digest, toSeconds(time))) return refused('wrong_secret');
    if (isExpired(key, toSeconds(time))) return refused('expired');
    await markUse(db, key, time);
    return { outcome: 'authenticated', principal: principalOf(key) };
  };
}

/** Marks the use of a key as it was read, once. A mark that fails is made after the next read: no request depends on it. */
async function markUse(db: Database, key: ApiKeyItem, time: number): Promise<void> {
  const day = startOfDay(toSeconds(time));
  if (key.lastUsedAt >= day) return;
  key.lastUsedAt = day;
  await markApiKeyUsed(db, key.id, day).catch(() => undefined);
}

function principalOf({ id, name, role, domains, punchOut, expiresAt }: ApiKeyItem): Principal {
  const caller = { id: principalIdOf(id), keyId: id, name, scope: domains, expiresAt };
  if (role !== 'procurement') return { ...caller, kind: 'api_key', role };
  if (!punchOut) throw new Error('a procurement key has no cXML sender');
  return { ...caller, kind: 'procurement_key', role, punchOut };
}
