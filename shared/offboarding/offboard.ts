import type { ApiKeyItem } from '../api-key/api-key-store.ts';
import { getApiKey, getKeyRecord, markApiKeyDeletedBeside, scanApiKeys } from '../api-key/api-key-store.ts';
import { markOffboardedBeside, OFFBOARDED, principalLives } from '../api-key/principal-store.ts';
import { visibleKeys } from '../api-key/visible-keys.ts';
import { toSeconds } from '../clock.ts';
import { idBound } from '../crypto/id.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import { keyIdOf, principalIdOf } from '../principal/principal.ts';
import type { Scope } from '../principal/scope.ts';
import { LONGEST_IMPERSONATION } from '../settings/settings.ts';
import type { Database } from '../storage/database.ts';
import { orderedKeys } from '../storage/ordered-keys.ts';
import type { Actions } from '../storage/transact.ts';
import { UnavailableError } from '../storage/unavailable.ts';
import { writeUntilDone } from '../storage/write-until-done.ts';
import { deleteTokens } from '../token/delete.ts';
import { IMPERSONATION_LIMIT } from '../token/token.ts';

type NamedKey = Pick<ApiKeyItem, 'id' | 'name'>;

export type Offboarding =
  | {
      outcome: 'offboarded';
      /** Deleted: the key itself, and those that go back to the principal. */
      keys: readonly NamedKey[];
      /** Such a key that is the caller's own, and those that go back to it: they are not deleted. */
      kept: readonly NamedKey[];
      /** The ids of deleted tokens. */
      impersonations: readonly string[];
    }
  /** `caller_gone`: somebody has ended the caller meanwhile. It ends nobody any more. */
  | { outcome: 'own_principal' | 'forbidden' | 'key_not_found' | 'caller_gone' };

export type OffboardContext = {
  audit: AuditContext;
  scope: Scope;
  /** Seconds that the last events of keys and tokens are kept. */
  historyRetention: number;
  retention: number;
};

/**
 * Ends a principal and what it began. First the principal itself: from that write on, what it began is refused by every
 * function, since these read it consistently. The deletions that follow tell the history so; repeating them changes nothing.
 * Each write is on the condition that the caller lives: of two administrators who end each other at once one stays.
 */
export async function offboard(db: Database, id: string, context: OffboardContext): Promise<Offboarding> {
  const { audit, scope } = context;
  if (id === audit.by.id) return { outcome: 'own_principal' };
  const keyId = keyIdOf(id);
  const ended: NamedKey[] = [];
  if (keyId === undefined) {
    // Nobody knows the domains of an identity that does not call.
    if (scope) return { outcome: 'forbidden' };
    const event = newEvent('offboarded', audit);
    if ((await markOffboardedBeside(db, id, callerLives(db, context), event)) === 'survivor_gone')
      return { outcome: 'caller_gone' };
  } else {
    const [key] = await visibleKeys(db, [await getKeyRecord(db, keyId)], scope);
    if (!key && (scope || (await keysUnder(db, id)).length === 0)) return { outcome: 'key_not_found' };
    const deletion = key && (await deleteKey(db, key, context));
    if (deletion === 'survivor_gone') return { outcome: 'caller_gone' };
    if (key && deletion === 'deleted') ended.push(key);
  }
  const isKept = (key: ApiKeyItem) => isCallers(key, { principalId: id, callerId: audit.by.id });
  const principals = new Set([id]);
  let kept: NamedKey[] = [];
  // Once more after each deletion: until then the deleted key may have made another one.
  for (let under = await keysUnder(db, id); ; under = await keysUnder(db, id)) {
    kept = under.filter(isKept);
    const doomed = under.filter((key) => !isKept(key));
    if (doomed.length === 0) break;
    for (const key of doomed) {
      const deletion = await deleteKey(db, key, context);
      if (deletion === 'survivor_gone') return { outcome: 'caller_gone' };
      if (deletion === 'deleted') ended.push(key);
      principals.add(principalIdOf(key.id));
    }
  }
  const impersonations = await deleteImpersonations(db, [...principals], context);
  return { outcome: 'offboarded', keys: ended.map(named), kept: kept.map(named), impersonations };
}

const named = ({ id, name }: NamedKey): NamedKey => ({ id, name });

const callerLives = (db: Database, { audit }: OffboardContext): Actions[number] =>
  principalLives(db, audit.by.id, toSeconds(audit.time));

/** Deletes a key while the caller lives, in one transaction. */
function deleteKey(
  db: Database,
  { id }: Pick<ApiKeyItem, 'id'>,
  context: OffboardContext,
): Promise<'deleted' | 'key_not_found' | 'survivor_gone'> {
  const event = newEvent('deleted', context.audit, { reason: OFFBOARDED });
  const tombstone = { event, retention: context.historyRetention };
  return writeUntilDone(async () => {
    const key = await getApiKey(db, id);
    if (!key) return 'key_not_found';
    const deletion = await markApiKeyDeletedBeside(db, key, callerLives(db, context), tombstone);
    return deletion === 'changed' ? undefined : deletion;
  });
}

/** The keys that go back to a principal. A consistent read. */
async function keysUnder(db: Database, principalId: string): Promise<ApiKeyItem[]> {
  const keys: ApiKeyItem[] = [];
  for await (const { key } of scanApiKeys(db, { after: undefined, pageSize: 100, consistent: true }))
    if (key?.makers.includes(principalId)) keys.push(key);
  return keys;
}

/** Whether a key that goes back to a principal is that of the caller, or goes back to the principal through it. */
const isCallers = (
  { id, makers }: ApiKeyItem,
  { principalId, callerId }: { principalId: string; callerId: string },
): boolean => principalIdOf(id) === callerId || makers.indexOf(callerId) > makers.indexOf(principalId);

/** Deletes the impersonations of some principals whose sessions can be active, and returns their ids. */
async function deleteImpersonations(
  db: Database,
  principals: readonly string[],
  { audit, retention }: OffboardContext,
): Promise<string[]> {
  const earliest = toSeconds(audit.time) - IMPERSONATION_LIMIT - LONGEST_IMPERSONATION;
  const ids: string[] = [];
  for await (const { id } of orderedKeys(db, {
    table: 'tokens',
    index: 'byActor',
    partitionKey: 'actor',
    partitions: principals,
    sortKey: 'id',
    range: { from: idBound(earliest * 1_000), to: '~' },
    descending: false,
    pageSize: 100,
  })) {
    ids.push(id);
  }
  const context = { audit, scope: undefined, retention, reason: OFFBOARDED };
  const { deleted, failed } = await deleteTokens(db, ids, context);
  if (failed.length > 0) throw new UnavailableError('some impersonations were not deleted');
  return deleted;
}
