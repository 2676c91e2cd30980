import { UnavailableError } from '../storage/unavailable.ts';
import {
  getVersion,
  replaceVersion,
  type SecretVersion,
  type SigningKeySecret,
} from './signing-key-store.ts';
import {
  BrokenSecretError,
  formatPublishedKeys,
  type PublishedKey,
  parsePublishedKeys,
  publishedOf,
  type StoredKey,
} from './stored-keys.ts';

/** Each attempt fails when another rotation is faster. */
const ATTEMPTS = 5;

/** Adds the public halves of keys to those that `version` holds: false when another rotation was faster. */
export async function publishKeys(
  secret: SigningKeySecret,
  version: SecretVersion,
  keys: readonly StoredKey[],
): Promise<boolean> {
  const shown = publishedIn(version);
  const missing = publishedOf(keys).filter(({ kid }) => !shown.some((key) => key.kid === kid));
  return missing.length === 0 || replaceVersion(secret, version, formatPublishedKeys([...missing, ...shown]));
}

/**
 * The published keys in `version` that are none of `keys` and that no rotation will still store: those that were made at
 * `madeBy` at the latest, in epoch seconds.
 */
export const retiredKids = (
  version: SecretVersion,
  keys: readonly StoredKey[],
  madeBy: number,
): ReadonlySet<string> =>
  new Set(
    publishedIn(version)
      .filter(({ kid, createdAt }) => createdAt <= madeBy && !keys.some((key) => key.kid === kid))
      .map(({ kid }) => kid),
  );

/** Removes published keys. Throws an `UnavailableError` when other rotations are faster again and again. */
export async function withdrawKeys(secret: SigningKeySecret, kids: ReadonlySet<string>): Promise<void> {
  if (kids.size === 0) return;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const version = await getVersion(secret);
    const shown = publishedIn(version);
    const kept = shown.filter(({ kid }) => !kids.has(kid));
    if (kept.length === shown.length || (await replaceVersion(secret, version, formatPublishedKeys(kept))))
      return;
  }
  throw new UnavailableError('other requests keep changing the published keys');
}

/** The keys of a version. One that is broken counts as empty: all that it should hold is made from the signing keys. */
function publishedIn({ value }: SecretVersion): PublishedKey[] {
  try {
    return value ? parsePublishedKeys(value) : [];
  } catch (error) {
    if (error instanceof BrokenSecretError) return [];
    throw error;
  }
}
