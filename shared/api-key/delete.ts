import { type AuditContext, newEvent } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { getApiKey, markApiKeyDeleted } from './api-key-store.ts';
import { visibleKeys } from './visible-keys.ts';

export type ApiKeyDeletion = { outcome: 'deleted' | 'key_not_found' | 'version_mismatch' };

/** Deletes a key that a principal of this scope could have created. Functions that remember it refuse it within a minute. */
export async function deleteApiKey(
  db: Database,
  id: string,
  {
    audit,
    scope,
    expected,
    historyRetention,
    reason,
  }: {
    audit: AuditContext;
    scope: Scope;
    expected: ExpectedVersion | undefined;
    /** Seconds that the last event of the key is kept. */
    historyRetention: number;
    /** Why, for the history. */
    reason?: string;
  },
): Promise<ApiKeyDeletion> {
  const event = newEvent('deleted', audit, { reason });
  return writeUntilDone(async () => {
    const [key] = await visibleKeys(db, [await getApiKey(db, id)], scope);
    if (!key) return { outcome: 'key_not_found' };
    if (expected && !expected(key.version)) return { outcome: 'version_mismatch' };
    const deleted = await markApiKeyDeleted(db, key, { event, retention: historyRetention });
    return deleted ? { outcome: 'deleted' } : undefined;
  });
}
