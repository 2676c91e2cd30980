import { exportJWK, generateKeyPair } from 'jose';
import { randomBase62 } from '../crypto/secret.ts';
import { LONGEST_SESSION } from '../settings/settings.ts';
import { PREPUBLISHED_FOR } from './signing-keys.ts';
import type { PrivateJwk, StoredKey } from './stored-keys.ts';

const DAY = 86_400;

/** Seconds after which a key is followed by a new one. */
export const ROTATE_AFTER = 30 * DAY;

/** Seconds that a key verifies on after it stopped signing: every session that it signed has ended by then. */
const VERIFIES_ON_FOR = LONGEST_SESSION + DAY;

/** Whether it is time for a new key, at an instant in epoch seconds. Keys come newest first. */
export const isRotationDue = ([newest]: readonly StoredKey[], now: number): boolean =>
  !newest || now - newest.createdAt >= ROTATE_AFTER;

/**
 * The keys with a new one before them, and without those whose sessions have all ended. The new one signs after
 * it has been published for an hour, the others verify until then. Takes keys newest first, and gives them so.
 *
 * After a leak there is nothing to keep: `rotate([], now)` is one new key, which signs at once, and the end of
 * every session.
 */
export async function rotate(keys: readonly StoredKey[], now: number): Promise<StoredKey[]> {
  // A key signs until the one after it has been published long enough.
  const kept = keys.filter((_, index) => {
    const successor = keys[index - 1];
    return !successor || now < successor.createdAt + PREPUBLISHED_FOR + VERIFIES_ON_FOR;
  });
  return [await newKey(now), ...kept];
}

async function newKey(now: number): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { x = '', y = '', d = '' } = await exportJWK(privateKey);
  const jwk: PrivateJwk = { kty: 'EC', crv: 'P-256', x, y, d };
  return { kid: randomBase62(22), createdAt: now, jwk };
}
