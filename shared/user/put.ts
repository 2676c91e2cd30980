import { toSeconds } from '../clock.ts';
import { randomBase62 } from '../crypto/secret.ts';
import { newEvent, type Origin } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { untilWritten } from '../storage/write-until-done.ts';
import { endingAfter } from './revocation.ts';
import { inScope, type Scope, type User } from './user.ts';
import { buryUser, getUser, putUser } from './user-store.ts';

/** All that a user is to be; an absent `disabled` leaves that as it is. */
export type UserRequest = Pick<User, 'type' | 'name' | 'email' | 'phone' | 'locale'> & {
  disabled: boolean | undefined;
};

export type UserPut =
  | { outcome: 'created' | 'replaced'; user: User }
  | { outcome: 'forbidden' | 'user_not_found' };
export type UserDeletion = { outcome: 'deleted' | 'user_not_found' };

type Context = { origin: Origin; scope: Scope };

/** Makes or replaces a user. Of simultaneous requests each replaces what it has seen, and tries again otherwise. */
export async function makeUser(
  db: Database,
  id: string,
  request: UserRequest,
  { origin, scope }: Context,
): Promise<UserPut> {
  if (!inScope(scope, request)) return { outcome: 'forbidden' };
  return untilWritten(async () => {
    const before = await getUser(db, id);
    if (before && !inScope(scope, before)) return { outcome: 'user_not_found' };
    const now = toSeconds(origin.time);
    const type = eventType(before, request.disabled);
    // Enabling too: who slipped in while the user was being disabled is out again.
    const endsSessions = type === 'disabled' || type === 'enabled';
    const user: User = {
      ...request,
      id,
      disabled: request.disabled ?? before?.disabled ?? false,
      incarnation: before?.incarnation ?? randomBase62(8),
      sessionsNotBefore: endsSessions ? endingAfter(before?.sessionsNotBefore) : before?.sessionsNotBefore,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      version: (before?.version ?? 0) + 1,
      lastEvent: newEvent(type, origin),
    };
    return (await putUser(db, user, before)) ? { outcome: before ? 'replaced' : 'created', user } : undefined;
  });
}

function eventType(before: User | undefined, disabled: boolean | undefined) {
  if (!before) return 'created';
  if (disabled === undefined || disabled === before.disabled) return 'updated';
  return disabled ? 'disabled' : 'enabled';
}

/** Ends all sessions of a user, who stays as they are. */
export async function revokeUserSessions(
  db: Database,
  id: string,
  { origin, scope }: Context,
): Promise<{ outcome: 'revoked' | 'user_not_found' }> {
  const lastEvent = newEvent('sessions_revoked', origin);
  return untilWritten(async () => {
    const before = await getUser(db, id);
    if (!before || !inScope(scope, before)) return { outcome: 'user_not_found' };
    const user = {
      ...before,
      sessionsNotBefore: endingAfter(before.sessionsNotBefore),
      updatedAt: toSeconds(origin.time),
      version: before.version + 1,
      lastEvent,
    };
    return (await putUser(db, user, before)) ? { outcome: 'revoked' } : undefined;
  });
}

/** Deletes a user. Tokens made for it are refused from then on, whoever gets the id later. */
export async function deleteUser(
  db: Database,
  id: string,
  { origin, scope }: Context,
): Promise<UserDeletion> {
  const event = newEvent('deleted', origin);
  return untilWritten(async () => {
    const before = await getUser(db, id);
    if (!before || !inScope(scope, before)) return { outcome: 'user_not_found' };
    return (await buryUser(db, before, event)) ? { outcome: 'deleted' } : undefined;
  });
}
