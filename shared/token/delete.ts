import { newEvent, type Origin } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import type { Expectation } from '../storage/expectation.ts';
import { isUnavailable } from '../storage/unavailable.ts';
import { untilWritten } from '../storage/write-until-done.ts';
import type { Scope } from '../user/user.ts';
import { findToken } from './find.ts';
import { buryToken } from './token-change-store.ts';

export type Deletion = { outcome: 'deleted' | 'token_not_found' | 'version_mismatch' };
type Context = {
  origin: Origin;
  scope: Scope;
  expected?: Expectation | undefined;
  /** Seconds that what is left of it is kept. */
  retention: number;
};

export async function deleteToken(
  db: Database,
  id: string,
  { origin, scope, expected, retention }: Context,
): Promise<Deletion> {
  const burial = { event: newEvent('deleted', origin), retention };
  if (!scope && !expected)
    return { outcome: (await buryToken(db, { id }, burial)) ? 'deleted' : 'token_not_found' };
  return untilWritten(async () => {
    const found = await findToken(db, id, scope);
    if (!found) return { outcome: 'token_not_found' };
    if (expected && !expected(found.item.version)) return { outcome: 'version_mismatch' };
    return (await buryToken(db, found.item, burial)) ? { outcome: 'deleted' } : undefined;
  });
}

export type BulkDeletion = { deleted: string[]; notFound: string[]; failed: string[] };

/** How many are deleted side by side. */
const AT_ONCE = 10;

/** Deletes each token for itself. Once the database is overloaded the rest is left alone and said to have failed. */
export async function deleteTokens(
  db: Database,
  ids: readonly string[],
  context: Context,
): Promise<BulkDeletion> {
  const result: BulkDeletion = { deleted: [], notFound: [], failed: [] };
  const waiting = [...new Set(ids)];
  while (waiting.length > 0) {
    const batch = waiting.splice(0, AT_ONCE);
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
