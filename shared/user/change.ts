import { toSeconds } from '../clock.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { nextNotBefore } from './revocation.ts';
import type { User } from './user.ts';
import { getUser, markUserDeleted, storeUser } from './user-store.ts';

type Context = { audit: AuditContext; scope: Scope; expected: ExpectedVersion | undefined };
type NotChanged = { outcome: 'user_not_found' | 'version_mismatch' };

/** Revokes all sessions of a user up to now. The user stays enabled. */
export function revokeUserSessions(
  db: Database,
  id: string,
  context: Context,
): Promise<{ outcome: 'revoked'; user: User } | NotChanged> {
  const lastEvent = newEvent('sessions_revoked', context.audit);
  return changeUser(db, id, context, async (before) => {
    const user = {
      ...before,
      sessionsNotBefore: nextNotBefore(before.sessionsNotBefore),
      updatedAt: toSeconds(context.audit.time),
      version: before.version + 1,
      lastEvent,
    };
    return (await storeUser(db, user, before)) ? { outcome: 'revoked', user } : undefined;
  });
}

/** Deletes a user. Tokens of the user are refused from then on, also when the id is given to another user. */
export function deleteUser(
  db: Database,
  id: string,
  context: Context & {
    /** Seconds that the last event of the user is kept. */
    historyRetention: number;
  },
): Promise<{ outcome: 'deleted' } | NotChanged> {
  const event = newEvent('deleted', context.audit);
  return changeUser(db, id, context, async (before) => {
    const deleted = await markUserDeleted(db, before, { event, retention: context.historyRetention });
    return deleted ? { outcome: 'deleted' } : undefined;
  });
}

/** Reads a user that a principal of this scope may see, and changes it; again when another request came between. */
const changeUser = <Changed>(
  db: Database,
  id: string,
  { scope, expected }: Context,
  change: (before: User) => Promise<Changed | undefined>,
): Promise<Changed | NotChanged> =>
  writeUntilDone<Changed | NotChanged>(async () => {
    const before = await getUser(db, id);
    if (!before || !inScope(scope, before)) return { outcome: 'user_not_found' };
    if (expected && !expected(before.version)) return { outcome: 'version_mismatch' };
    return change(before);
  });
