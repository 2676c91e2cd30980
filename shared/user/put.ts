import { newId } from '../crypto/id.ts';
import { randomBase62 } from '../crypto/secret.ts';
import { type AuditContext, type LastEvent, newEvent } from '../event/event.ts';
import { inScope, isAddressIn, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { nextNotBefore } from './login-rules.ts';
import type { User } from './user.ts';
import { getUserRecord, storeUser } from './user-store.ts';

/** All fields of a user. Without `disabled`, the user stays enabled or disabled. */
export type UserRequest = Pick<User, 'type' | 'name' | 'email' | 'phone' | 'locale'> & {
  disabled: boolean | undefined;
};

export type UserPut =
  | { outcome: 'created' | 'replaced'; user: User }
  | { outcome: 'forbidden' | 'id_not_allowed' | 'user_not_found' | 'version_mismatch' };

type Context = { audit: AuditContext; scope: Scope; expected: ExpectedVersion | undefined };

/**
 * Creates or replaces a user. Reads the user again when another request was faster. A limited principal creates users under
 * ids that are addresses of its domains: any other id may be one that somebody outside is given later. It does not learn
 * from the refusal whether that id is taken.
 */
export async function putUser(
  db: Database,
  id: string,
  request: UserRequest,
  { audit, scope, expected }: Context,
): Promise<UserPut> {
  if (!inScope(scope, request)) return { outcome: 'forbidden' };
  const event = newEvent('updated', audit);
  return writeUntilDone(async () => {
    const { user: before, lastVersion } = await getUserRecord(db, id);
    if (scope && !(before && inScope(scope, before))) {
      if (!isAddressIn(scope, id)) return { outcome: 'id_not_allowed' };
      if (before) return { outcome: 'user_not_found' };
    }
    if (expected && !expected(before?.version)) return { outcome: 'version_mismatch' };
    const user = nextUser(id, request, { before, lastVersion }, event);
    return (await storeUser(db, user, before))
      ? { outcome: before ? 'replaced' : 'created', user }
      : undefined;
  });
}

/** Creates a user under an id that the service gives. */
export async function createUser(
  db: Database,
  request: UserRequest,
  { audit, scope }: Omit<Context, 'expected'>,
): Promise<{ outcome: 'created'; user: User } | { outcome: 'forbidden' }> {
  if (!inScope(scope, request)) return { outcome: 'forbidden' };
  const record = { before: undefined, lastVersion: 0 };
  const user = nextUser(newId(audit.time), request, record, newEvent('created', audit));
  if (!(await storeUser(db, user, undefined))) throw new Error('a user of this id exists');
  return { outcome: 'created', user };
}

/** The user after the request. The event gets the type that the change is. */
function nextUser(
  id: string,
  request: UserRequest,
  { before, lastVersion }: { before: User | undefined; lastVersion: number },
  event: LastEvent,
): User {
  const type = eventType(before, request.disabled);
  // Enabling revokes too: a session that began while the user was being disabled must not work again.
  const revokes = type === 'disabled' || type === 'enabled';
  return {
    ...request,
    id,
    disabled: request.disabled ?? before?.disabled ?? false,
    incarnation: before?.incarnation ?? randomBase62(8),
    sessionsNotBefore: revokes ? nextNotBefore(before?.sessionsNotBefore) : before?.sessionsNotBefore,
    createdAt: before?.createdAt ?? event.at,
    updatedAt: event.at,
    version: lastVersion + 1,
    lastEvent: { ...event, type },
  };
}

function eventType(before: User | undefined, disabled: boolean | undefined) {
  if (!before) return 'created';
  if (disabled === undefined || disabled === before.disabled) return 'updated';
  return disabled ? 'disabled' : 'enabled';
}
