import { type AuditContext, newEvent } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { isUnavailable } from '../storage/unavailable.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { findToken } from './find.ts';
import { markTokenDeleted } from './token-change-store.ts';
import type { TokenItem } from './token-item.ts';

export type TokenDeletion = { outcome: 'deleted' | 'token_not_found' | 'version_mismatch' | 'not_own' };
type Context = {
  audit: AuditContext;
  scope: Scope;
  expected?: ExpectedVersion | undefined;
  /** Deletes impersonations alone, which the principal of this id has made. */
  impersonationsOf?: string | undefined;
  /** Seconds that the tombstone is kept. */
  retention: number;
  /** Why, for the history. */
  reason?: string;
};

/** Deletes a token within a scope: one write, or a read and a write where scope or version must be checked. */
export async function deleteToken(
  db: Database,
  id: string,
  { audit, scope, expected, impersonationsOf, retention, reason }: Context,
): Promise<TokenDeletion> {
  const tombstone = { event: newEvent('deleted', audit, { reason }), retention };
  if (!scope && !expected && impersonationsOf === undefined)
    return { outcome: (await markTokenDeleted(db, { id }, tombstone)) ? 'deleted' : 'token_not_found' };
  return writeUntilDone(async () => {
    const found = await findToken(db, id, scope);
    if (!found) return { outcome: 'token_not_found' };
    if (expected && !expected(found.item.version)) return { outcome: 'version_mismatch' };
    if (impersonationsOf !== undefined && !isImpersonationOf(found.item, impersonationsOf))
      return { outcome: 'not_own' };
    return (await markTokenDeleted(db, found.item, tombstone)) ? { outcome: 'deleted' } : undefined;
  });
}

/** Whoever rotates an impersonation acts by it from then on. */
const isImpersonationOf = (
  { purpose, createdBy, rotatedBy = createdBy }: TokenItem,
  principalId: string,
): boolean => purpose === 'impersonation' && rotatedBy.id === principalId;

export type BulkTokenDeletion = { deleted: string[]; notFound: string[]; failed: string[] };

/** The most deletions at once. */
const PARALLEL_DELETIONS = 10;

/** Deletes each token in its own write. When the database is overloaded, it stops, and the remaining tokens are `failed`. */
export async function deleteTokens(
  db: Database,
  ids: readonly string[],
  context: Context,
): Promise<BulkTokenDeletion> {
  const result: BulkTokenDeletion = { deleted: [], notFound: [], failed: [] };
  const waiting = [...new Set(ids)];
  while (waiting.length > 0) {
    const batch = waiting.splice(0, PARALLEL_DELETIONS);
    const outcomes = await Promise.allSettled(batch.map((id) => deleteToken(db, id, context)));
    outcomes.forEach((outcome, position) => {
      const id = batch[position] ?? '';
      if (outcome.status === 'fulfilled') {
        result[outcome.value.outcome === 'deleted' ? 'deleted' : 'notFound'].push(id);
      } else if (isUnavailable(outcome.reason)) {
        result.failed.push(id);
      } else {
        throw outcome.reason;
      }
    });
    if (result.failed.length > 0) result.failed.push(...waiting.splice(0));
  }
  return result;
}
