import { createCache } from '../storage/cache.ts';
import { UnavailableError } from '../storage/unavailable.ts';
import {
  importKeys,
  importPublishedKeys,
  type KeyReader,
  PREPUBLISHED_FOR,
  type PublishedKeys,
  type SigningKeys,
  type VerificationKeys,
} from './signing-keys.ts';
import type { PublishedKey, StoredKey } from './stored-keys.ts';

/** In milliseconds. */
const LIFETIMES = {
  /** A key that was removed after a leak signs and verifies for this long. */
  freshFor: 60_000,
  /**
   * A new key does not sign while it is only published, so cached keys still verify every session. Five minutes are the
   * time that a rotation may take to store a new key.
   */
  staleFor: (PREPUBLISHED_FOR - 300) * 1_000,
  retryAfter: 10_000,
};

/** An unknown `kid` makes the keys be read again, once in this time (milliseconds): anybody can send one. */
const RENEW_AFTER = 10_000;

/** Caches the signing keys that `read` returns. The reader throws an `UnavailableError` when it has no keys. */
export const signingKeyReader = (read: () => Promise<readonly StoredKey[]>): KeyReader<SigningKeys> =>
  keyReader(async () => importKeys(await read()));

/** Caches the published keys that `read` returns. The reader throws an `UnavailableError` when it has no keys. */
export const publishedKeyReader = (read: () => Promise<readonly PublishedKey[]>): KeyReader<PublishedKeys> =>
  keyReader(async () => importPublishedKeys(await read()));

function keyReader<Keys extends VerificationKeys>(
  read: () => Promise<(time: number) => Keys>,
): KeyReader<Keys> {
  const cache = createCache(async () => {
    try {
      return await read();
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
