import { toSeconds } from '../clock.ts';
import { randomBase62 } from '../crypto/secret.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { nextNotBefore } from './login-rules.ts';
import type { User } from './user.ts';
import { getUser, storeUser } from './user-store.ts';

/** All fields of a user. Without `disabled`, the user stays enabled or disabled. */
export type UserRequest = Pick<User, 'type' | 'name' | 'email' | 'phone' | 'locale'> & {
  disabled: boolean | undefined;
};

export type UserPut =
  | { outcome: 'created' | 'replaced'; user: User }
  | { outcome: 'forbidden' | 'user_not_found' | 'version_mismatch' };

type Context = { audit: AuditContext; scope: Scope; expected: ExpectedVersion | undefined };

/** Creates or replaces a user. Reads the user again when another request was faster. */
export async function putUser(
  db: Database,
  id: string,
  request: UserRequest,
  { audit, scope, expected }: Context,
): Promise<UserPut> {
  if (!inScope(scope, request)) return { outcome: 'forbidden' };
  return writeUntilDone(async () => {
    const before = await getUser(db, id);
    if (before && !inScope(scope, before)) return { outcome: 'user_not_found' };
    if (expected && !expected(before?.version)) return { outcome: 'version_mismatch' };
    const user = nextUser(id, request, before, audit);
    return (await storeUser(db, user, before))
      ? { outcome: before ? 'replaced' : 'created', user }
      : undefined;
  });
}

function nextUser(id: string, request: UserRequest, before: User | undefined, audit: AuditContext): User {
  const now = toSeconds(audit.time);
  const type = eventType(before, request.disabled);
  // Enabling revokes too: a session that began while the user was being disabled must not work again.
  const revokes = type === 'disabled' || type === 'enabled';
  return {
    ...request,
    id,
    disabled: request.disabled ?? before?.disabled ?? false,
    incarnation: before?.incarnation ?? randomBase62(8),
    sessionsNotBefore: revokes ? nextNotBefore(before?.sessionsNotBefore) : before?.sessionsNotBefore,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    version: (before?.version ?? 0) + 1,
    lastEvent: newEvent(type, audit),
  };
}

function eventType(before: User | undefined, disabled: boolean | undefined) {
  if (!before) return 'created';
  if (disabled === undefined || disabled === before.disabled) return 'updated';
  return disabled ? 'disabled' : 'enabled';
}
