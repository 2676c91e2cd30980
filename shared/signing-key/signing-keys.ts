import type { CryptoKey, JWK } from 'jose';
import { toSeconds } from '../clock.ts';
import type { StoredKey } from './stored-keys.ts';

export type SigningKey = { kid: string; privateKey: CryptoKey };

/** The keys of sessions at an instant. */
export type SigningKeys = {
  /** The one that signs. */
  current: SigningKey;
  /** All that verify, for the JWKS: `kid`, `alg`, `use` and nothing private. */
  publicKeys: readonly JWK[];
  /** The public key of that name, if it verifies sessions. */
  find(kid: string): Promise<CryptoKey | undefined>;
};

/** Gives the keys at an instant in epoch milliseconds. Throws what `isUnavailable` knows when it has none. */
export type SigningKeyReader = (time: number) => Promise<SigningKeys>;

/**
 * Seconds that a key is published before it signs: storefronts keep a JWKS, and functions the keys, and by then
 * none is left that has not seen it.
 */
export const PREPUBLISHED_FOR = 3_600;

/**
 * The key that signs at an instant in epoch seconds, of keys in the order newest first: the newest that has been
 * published long enough. Where none has, as after a deployment or a replacement, the oldest: it is the most
 * widely known.
 */
export function signingKeyAt<Key extends Pick<StoredKey, 'createdAt'>>(
  keys: readonly Key[],
  now: number,
): Key {
  const signing = keys.find(({ createdAt }) => now - createdAt >= PREPUBLISHED_FOR) ?? keys.at(-1);
  if (!signing) throw new Error('there is no signing key');
  return signing;
}

/** Imports keys once, so that each request only has to choose. The private ones cannot be exported again. */
export async function importKeys(stored: readonly StoredKey[]): Promise<(time: number) => SigningKeys> {
  const keys = await Promise.all(stored.map(open));
  const publicKeys = keys.map(({ published }) => published);
  const verifying = new Map(keys.map(({ kid, publicKey }) => [kid, publicKey]));
  return (time) => ({
    current: signingKeyAt(keys, toSeconds(time)),
    publicKeys,
    find: async (kid) => verifying.get(kid),
  });
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' };

async function open({ kid, createdAt, jwk }: StoredKey) {
  const { kty, crv, x, y } = jwk;
  const publicJwk = { kty, crv, x, y };
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', jwk, ES256, false, ['sign']),
    crypto.subtle.importKey('jwk', publicJwk, ES256, false, ['verify']),
  ]);
  const published: JWK = { kid, alg: 'ES256', use: 'sig', ...publicJwk };
  return { kid, createdAt, privateKey, publicKey, published };
}
