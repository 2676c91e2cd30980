import { createCache } from '../storage/cache.ts';
import { UnavailableError } from '../storage/unavailable.ts';
import { importKeys, PREPUBLISHED_FOR, type SigningKeyReader } from './signing-keys.ts';
import type { StoredKey } from './stored-keys.ts';

/** In milliseconds. */
const LIFETIMES = {
  /** A key that was removed after a leak is believed, and signs, for this long. */
  freshFor: 60_000,
  /**
   * A key is published an hour before it signs, so old keys refuse nothing wrongly until then. Five minutes are left for
   * the rotation, between giving a key its time and storing it.
   */
  staleFor: (PREPUBLISHED_FOR - 300) * 1_000,
  retryAfter: 10_000,
};

/** A signature by an unknown key makes the keys be read again: once in this long, in milliseconds, against floods. */
const RENEW_AFTER = 10_000;

/** Caches the keys that `read` gives. Throws an `UnavailableError` when there are none that may be served. */
export function signingKeyReader(read: () => Promise<readonly StoredKey[]>): SigningKeyReader {
  const cache = createCache(async () => {
    try {
      return await importKeys(await read());
    } catch (error) {
      throw new UnavailableError('the signing keys cannot be read', { cause: error });
    }
  }, LIFETIMES);
  return async (time) => {
    const keys = (await cache.get(time))(time);
    return {
      ...keys,
      find: async (kid) => (await keys.find(kid)) ?? (await cache.renew(time, RENEW_AFTER))(time).find(kid),
    };
  };
}
