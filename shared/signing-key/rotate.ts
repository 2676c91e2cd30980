import { exportJWK, generateKeyPair } from 'jose';
import { randomBase62 } from '../crypto/secret.ts';
import { LONGEST_SESSION } from '../settings/settings.ts';
import { UnavailableError } from '../storage/unavailable.ts';
import {
  getVersion,
  replaceVersion,
  type SecretVersion,
  type SigningKeySecret,
} from './signing-key-store.ts';
import { PREPUBLISHED_FOR } from './signing-keys.ts';
import { formatKeys, type PrivateJwk, parseKeys, type StoredKey } from './stored-keys.ts';

const DAY = 86_400;

/** Seconds between the creation of a key and that of the next one. */
const ROTATE_AFTER = 30 * DAY;

/** Seconds that a key verifies after it has stopped signing: every session that it signed has ended then. */
const VERIFIES_FOR = LONGEST_SESSION + DAY;

/** Each attempt fails when another rotation is faster. */
const ATTEMPTS = 5;

export type KeyRotation = {
  /** `kept`: no new key is due, and nothing was written. */
  outcome: 'rotated' | 'replaced' | 'kept';
  /** The ids of the keys, newest first. */
  kids: string[];
};

/**
 * Adds a key to the secret when one is due at an instant in epoch seconds; the first is due at once. It may be called at
 * any time, also several times at once.
 *
 * `replace` is for a key that leaked or a secret that cannot be parsed: one new key, which signs at once, replaces all
 * keys. Every session ends. Throws an `UnavailableError`.
 */
export async function rotateSigningKeys(
  secret: SigningKeySecret,
  now: number,
  { replace = false }: { replace?: boolean | undefined } = {},
): Promise<KeyRotation> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const version = await getVersion(secret);
    const keys = replace ? [] : keysOf(version);
    if (!replace && !isRotationDue(keys, now)) return { outcome: 'kept', kids: kidsOf(keys) };
    const rotated = await addKey(keys, now);
    if (await replaceVersion(secret, version, formatKeys(rotated)))
      return { outcome: replace ? 'replaced' : 'rotated', kids: kidsOf(rotated) };
  }
  throw new UnavailableError('other requests keep changing the signing keys');
}

const keysOf = ({ value }: SecretVersion): StoredKey[] => (value ? parseKeys(value) : []);
const kidsOf = (keys: readonly StoredKey[]): string[] => keys.map(({ kid }) => kid);

const isRotationDue = ([newest]: readonly StoredKey[], now: number): boolean =>
  !newest || now - newest.createdAt >= ROTATE_AFTER;

/** Adds a new key, and removes the keys whose sessions have all ended. Keys are in the order newest first; `now` in seconds. */
export async function addKey(keys: readonly StoredKey[], now: number): Promise<StoredKey[]> {
  const kept = keys.filter((_, index) => {
    const next = keys[index - 1];
    // A key signs until the next one was published long enough.
    return !next || now < next.createdAt + PREPUBLISHED_FOR + VERIFIES_FOR;
  });
  return [await generateKey(now), ...kept];
}

async function generateKey(now: number): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { x = '', y = '', d = '' } = await exportJWK(privateKey);
  const jwk: PrivateJwk = { kty: 'EC', crv: 'P-256', x, y, d };
  return { kid: randomBase62(22), createdAt: now, jwk };
}
