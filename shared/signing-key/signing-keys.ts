import type { CryptoKey, JWK } from 'jose';
import { toSeconds } from '../clock.ts';
import type { PublicJwk, PublishedKey, StoredKey } from './stored-keys.ts';

export type SigningKey = { kid: string; privateKey: CryptoKey };

/** The keys that verify. */
export type VerificationKeys = {
  /** The public key with this `kid`; undefined: there is none. */
  find(kid: string): Promise<CryptoKey | undefined>;
};

/** The keys that sign and verify at an instant. */
export type SigningKeys = VerificationKeys & {
  /** The key that signs. */
  current: SigningKey;
};

/** The keys of functions that only verify. */
export type PublishedKeys = VerificationKeys & {
  /** For the JWKS (RFC 7517, section 5). */
  publicKeys: readonly JWK[];
};

/** Returns the keys at an instant in epoch milliseconds. Throws an `UnavailableError` when it has none. */
export type KeyReader<Keys extends VerificationKeys> = (time: number) => Promise<Keys>;

/**
 * Seconds that a key is published before it signs. Storefronts cache the JWKS, and functions cache the keys: after this
 * time all of them have the new key.
 */
export const PREPUBLISHED_FOR = 3_600;

/**
 * The key that signs at an instant in epoch seconds; `keys` are in the order newest first. It is the newest key that was
 * published long enough, or else the oldest key, such as the first one of a deployment.
 */
export function signingKeyAt<Key extends Pick<StoredKey, 'createdAt'>>(
  keys: readonly Key[],
  now: number,
): Key {
  const signing = keys.find(({ createdAt }) => now - createdAt >= PREPUBLISHED_FOR) ?? keys.at(-1);
  if (!signing) throw new Error('there is no signing key');
  return signing;
}

/** Imports keys once for all requests. Private keys cannot be exported again. */
export async function importKeys(stored: readonly StoredKey[]): Promise<(time: number) => SigningKeys> {
  const keys = await Promise.all(stored.map(importKey));
  const byKid = new Map(keys.map(({ kid, publicKey }) => [kid, publicKey]));
  return (time) => ({
    current: signingKeyAt(keys, toSeconds(time)),
    find: async (kid) => byKid.get(kid),
  });
}

/** Imports published keys once for all requests. */
export async function importPublishedKeys(
  stored: readonly PublishedKey[],
): Promise<(time: number) => PublishedKeys> {
  if (stored.length === 0) throw new Error('there is no published key');
  const keys = await Promise.all(
    stored.map(async ({ kid, jwk }) => [kid, await importPublicKey(jwk)] as const),
  );
  const byKid = new Map(keys);
  const publicKeys = stored.map(({ kid, jwk }): JWK => ({ kid, alg: 'ES256', use: 'sig', ...jwk }));
  return () => ({ publicKeys, find: async (kid) => byKid.get(kid) });
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' };

async function importKey({ kid, createdAt, jwk }: StoredKey) {
  const { kty, crv, x, y } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', jwk, ES256, false, ['sign']),
    importPublicKey({ kty, crv, x, y }),
  ]);
  return { kid, createdAt, privateKey, publicKey };
}

const importPublicKey = (jwk: PublicJwk): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', jwk, ES256, false, ['verify']);
