import { UnavailableError } from '../storage/unavailable.ts';
import { isRotationDue, rotate } from './rotation.ts';
import {
  getVersion,
  replaceVersion,
  type SecretVersion,
  type SigningKeySecret,
} from './signing-key-store.ts';
import { formatKeys, parseKeys, type StoredKey } from './stored-keys.ts';

export type KeyRotation = {
  /** `kept`: the newest key is young enough, nothing was written. */
  outcome: 'rotated' | 'replaced' | 'kept';
  /** The names of the keys, newest first. */
  kids: string[];
};

/** As many others may be quicker, one after the other. */
const TRIES = 5;

/**
 * Adds a new key to the secret when it is time for one, at an instant in epoch seconds; so it makes the first.
 * May be called at any time, twice, and by several at once.
 *
 * `replace` is for a key that leaked, and for a secret that somebody broke: whatever the secret holds gives way
 * to one new key, which signs at once. Every session ends.
 */
export async function rotateSigningKeys(
  secret: SigningKeySecret,
  now: number,
  { replace = false }: { replace?: boolean | undefined } = {},
): Promise<KeyRotation> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const read = await getVersion(secret);
    const keys = replace ? [] : keysOf(read);
    if (!replace && !isRotationDue(keys, now)) return { outcome: 'kept', kids: kidsOf(keys) };
    const rotated = await rotate(keys, now);
    if (await replaceVersion(secret, read, formatKeys(rotated)))
      return { outcome: replace ? 'replaced' : 'rotated', kids: kidsOf(rotated) };
  }
  throw new UnavailableError('others keep changing the signing keys');
}

const keysOf = ({ value }: SecretVersion): StoredKey[] => (value ? parseKeys(value) : []);
const kidsOf = (keys: readonly StoredKey[]): string[] => keys.map(({ kid }) => kid);
