import { exportJWK, generateKeyPair } from 'jose';
import { randomBase62 } from '../crypto/secret.ts';
import { LONGEST_SESSION } from '../settings/settings.ts';
import { UnavailableError } from '../storage/unavailable.ts';
import { publishKeys, retiredKids, withdrawKeys } from './publish.ts';
import { getVersion, type KeySecrets, replaceVersion, type SecretVersion } from './signing-key-store.ts';
import { PREPUBLISHED_FOR } from './signing-keys.ts';
import { formatKeys, type PrivateJwk, parseKeys, type StoredKey } from './stored-keys.ts';

const DAY = 86_400;

/** Seconds between the creation of a key and that of the next one. */
const ROTATE_AFTER = 30 * DAY;

/** Seconds that a key verifies after it has stopped signing: every session that it signed has ended then. */
const VERIFIES_FOR = LONGEST_SESSION + DAY;

/** Seconds after which no rotation is still about to store a key that it has published: it takes under a minute. */
const ORPHANED_AFTER = 3_600;

/** Each attempt fails when another rotation is faster. */
const ATTEMPTS = 5;

export type KeyRotation = {
  /** `kept`: no new key is due, and nothing was written. */
  outcome: 'rotated' | 'replaced' | 'kept';
  /** The ids of the keys, newest first. */
  kids: string[];
};

/**
 * Adds a key when one is due at an instant in epoch seconds; the first is due at once. It may be called at any time, also
 * several times at once.
 *
 * Every key is published before it can sign, and withdrawn after it was removed: at no instant does a function that only
 * verifies lack a key that signs ([decision 50](../../docs/decisions/0050-published-keys.md)). A run repairs the
 * published keys, whatever became of an earlier one.
 *
 * `replace` is for a key that leaked or a secret that cannot be parsed: one new key, which signs at once, replaces all
 * keys. Every session ends. Throws an `UnavailableError`.
 */
export async function rotateSigningKeys(
  { signing, published }: KeySecrets,
  now: number,
  { replace = false }: { replace?: boolean | undefined } = {},
): Promise<KeyRotation> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // In this order: the keys of a rotation that has published in between are known, or its next write fails.
    const shown = await getVersion(published);
    const version = await getVersion(signing);
    const keys = replace ? [] : keysOf(version);
    const due = replace || isRotationDue(keys, now);
    const next = due ? await addKey(keys, now) : keys;
    if (!(await publishKeys(published, shown, next))) continue;
    if (due && !(await replaceVersion(signing, version, formatKeys(next)))) continue;
    await withdrawKeys(published, retiredKids(shown, next, due ? now : now - ORPHANED_AFTER));
    return { outcome: due ? (replace ? 'replaced' : 'rotated') : 'kept', kids: kidsOf(next) };
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
