import { toSeconds } from '../clock.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import {
  type ApiKeyItem,
  getApiKey,
  isExpired,
  keyLives,
  markApiKeyDeleted,
  markApiKeyDeletedBeside,
  scanApiKeys,
} from './api-key-store.ts';
import { visibleKeys } from './visible-keys.ts';

export type ApiKeyDeletion = {
  outcome: 'deleted' | 'key_not_found' | 'version_mismatch' | 'last_administrator';
};

type Context = {
  audit: AuditContext;
  scope: Scope;
  expected: ExpectedVersion | undefined;
  /** Seconds that the last event of the key is kept. */
  historyRetention: number;
  /** The key of the caller, where keys alone make administrators: the last one stays. Absent: no key is the last one. */
  callerKeyId?: string | undefined;
};

/**
 * Deletes a key that a principal of this scope could have created. Functions that remember it refuse it within a minute. The last key of
 * an administrator without limit stays: another one must live on, in the same transaction.
 */
export async function deleteApiKey(
  db: Database,
  id: string,
  { audit, scope, expected, historyRetention, callerKeyId }: Context,
): Promise<ApiKeyDeletion> {
  const tombstone = { event: newEvent('deleted', audit), retention: historyRetention };
  const now = toSeconds(audit.time);
  const gone = new Set([id]);
  return writeUntilDone<ApiKeyDeletion>(async () => {
    const [key] = await visibleKeys(db, [await getApiKey(db, id)], scope);
    if (!key) return { outcome: 'key_not_found' };
    if (expected && !expected(key.version)) return { outcome: 'version_mismatch' };
    if (callerKeyId === undefined || !isAdministrator(key, now))
      return (await markApiKeyDeleted(db, key, tombstone)) ? { outcome: 'deleted' } : undefined;
    const survivor = gone.has(callerKeyId) ? await findAdministrator(db, gone, now) : callerKeyId;
    if (survivor === undefined) return { outcome: 'last_administrator' };
    const deletion = await markApiKeyDeletedBeside(db, key, keyLives(db, survivor, now), tombstone);
    if (deletion === 'survivor_gone') gone.add(survivor);
    return deletion === 'deleted' ? { outcome: 'deleted' } : undefined;
  });
}

/** Whether a key may make keys for everybody, at an instant in epoch seconds. */
const isAdministrator = (key: ApiKeyItem, now: number): boolean =>
  key.role === 'admin' && key.domains === undefined && !isExpired(key, now);

/** The id of an administrator's key that is none of these; undefined: there is none. */
async function findAdministrator(
  db: Database,
  except: ReadonlySet<string>,
  now: number,
): Promise<string | undefined> {
  for await (const { key } of scanApiKeys(db, { after: undefined, pageSize: 100 }))
    if (key && !except.has(key.id) && isAdministrator(key, now)) return key.id;
  return undefined;
}
