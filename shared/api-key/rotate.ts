import { toSeconds } from '../clock.ts';
import { formatCredential, newSecret } from '../crypto/credential.ts';
import { rotateSecret } from '../crypto/rotated-secret.ts';
import type { Secret } from '../crypto/secret.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import { intersection } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { type ApiKeyItem, getApiKey, isExpired, storeRotation } from './api-key-store.ts';
import { type KeyLimits, latestExpiry, refuseExpiry } from './key-limits.ts';
import { visibleKeys } from './visible-keys.ts';

export type ApiKeyRotation =
  | { outcome: 'rotated'; key: ApiKeyItem; string: Secret }
  | { outcome: 'key_not_found' | 'version_mismatch' | 'forbidden' | 'lives_too_long' | 'expired' };

export type RotationRequest = {
  /** Seconds for which the secret before works too. */
  overlap: number;
  /** Epoch seconds; undefined: the expiry stays as it is. */
  expiresAt: number | undefined;
};

type Context = {
  audit: AuditContext;
  limits: KeyLimits;
  expected: ExpectedVersion | undefined;
  /** Seconds that an expired key is kept: as long as its history. */
  historyRetention: number;
};

/**
 * Gives a key a new secret under the same id. The secret before it works until the overlap ends, and at most these two do:
 * another rotation ends the overlap of an earlier one. Whoever rotates gets the string, so the limits are those of creation.
 */
export async function rotateApiKey(
  db: Database,
  id: string,
  { overlap, expiresAt: newExpiry }: RotationRequest,
  { audit, limits, expected, historyRetention }: Context,
): Promise<ApiKeyRotation> {
  const secret = newSecret();
  const now = toSeconds(audit.time);
  const lastEvent = newEvent('rotated', audit);
  return writeUntilDone<ApiKeyRotation>(async () => {
    const [key] = await visibleKeys(db, [await getApiKey(db, id)], limits.scope);
    if (!key) return { outcome: 'key_not_found' };
    if (expected && !expected(key.version)) return { outcome: 'version_mismatch' };
    // A key that was made under a longer limit lives shorter from now on.
    const kept = Math.min(key.expiresAt ?? latestExpiry(limits, audit.time), now + limits.lifetime);
    const expiresAt = newExpiry ?? kept;
    const tooLate = refuseExpiry(expiresAt, limits, audit.time);
    if (tooLate) return { outcome: tooLate };
    if (expiresAt <= now) return { outcome: 'expired' };
    const wasOver = isExpired(key, now);
    const rotated = await storeRotation(db, key, {
      // A new expiry brings back neither the secret of an expired key nor what the key had begun.
      ...rotateSecret(key, secret, overlap > 0 && !wasOver ? now + overlap : undefined),
      renewedAt: wasOver ? now : key.renewedAt,
      // Only of a key for one user is that a change: its other holders may have wider limits than this principal.
      domains: intersection(key.domains, limits.scope),
      expiresAt,
      ttl: expiresAt + historyRetention,
      lastEvent,
    });
    return rotated && { outcome: 'rotated', key: rotated, string: formatCredential('lk_', { id, secret }) };
  });
}
