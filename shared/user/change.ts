import { toSeconds } from '../clock.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { nextNotBefore } from './login-rules.ts';
import type { User } from './user.ts';
import { getUser, storeUser } from './user-store.ts';

export type UserContext = { audit: AuditContext; scope: Scope; expected: ExpectedVersion | undefined };
export type UserNotChanged = { outcome: 'user_not_found' | 'version_mismatch' };

/** Revokes all sessions of a user up to now. The user can log in again. */
export function revokeUserSessions(
  db: Database,
  id: string,
  context: UserContext,
): Promise<{ outcome: 'revoked'; user: User } | UserNotChanged> {
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

/** Reads a user that a principal of this scope may see, and lets `change` write it; again when another request was faster. */
export const changeUser = <Changed>(
  db: Database,
  id: string,
  { scope, expected }: UserContext,
  change: (before: User) => Promise<Changed | undefined>,
): Promise<Changed | UserNotChanged> =>
  writeUntilDone<Changed | UserNotChanged>(async () => {
    const before = await getUser(db, id);
    if (!before || !inScope(scope, before)) return { outcome: 'user_not_found' };
    if (expected && !expected(before.version)) return { outcome: 'version_mismatch' };
    return change(before);
  });
