import { toSeconds } from '../clock.ts';
import { parseCredential } from '../crypto/credential.ts';
import { sameDigest } from '../crypto/secret.ts';
import type { Principal } from '../principal/principal.ts';
import type { Database } from '../storage/database.ts';
import { getKey, type KeyItem } from './api-key-store.ts';

/** The principal that a key string proves at an instant (epoch milliseconds), or undefined. */
export type Authenticate = (
  key: string,
  time: number,
  options?: {
    /** Reads the key again: for what would outlive it. */
    fresh?: boolean;
  },
) => Promise<Principal | undefined>;

/** A deleted key is refused everywhere after this long, in milliseconds. */
const CACHE_FOR = 60_000;
const CACHED_KEYS = 1_000;

/** Reads each key once a minute. The secret and the expiry are checked at every call. */
export function keyAuthenticator(db: Database): Authenticate {
  const cache = new Map<string, { key: KeyItem; until: number }>();

  async function read(id: string, time: number, fresh: boolean): Promise<KeyItem | undefined> {
    const cached = cache.get(id);
    if (!fresh && cached && cached.until > time) return cached.key;
    cache.delete(id);
    const key = await getKey(db, id);
    if (!key) return undefined;
    if (cache.size >= CACHED_KEYS) cache.clear();
    cache.set(id, { key, until: time + CACHE_FOR });
    return key;
  }

  return async (text, time, { fresh = false } = {}) => {
    const presented = parseCredential('lk_', text);
    if (!presented) return undefined;
    const key = await read(presented.id, time, fresh);
    if (!key || !sameDigest(key.secretHash, presented.secret.hash())) return undefined;
    if (key.expiresAt !== undefined && key.expiresAt <= toSeconds(time)) return undefined;
    return {
      id: `key:${key.id}`,
      name: key.name,
      role: key.role,
      scope: key.domains,
      expiresAt: key.expiresAt,
      punchOut: key.punchOut,
    };
  };
}
