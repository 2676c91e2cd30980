import { newEvent } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { changeUser, type UserContext, type UserNotChanged } from './change.ts';
import { markUserDeleted } from './user-store.ts';

/** Deletes a user. Tokens of the user are refused from then on, even when another user gets the id. */
export function deleteUser(
  db: Database,
  id: string,
  context: UserContext & {
    /** Seconds that the last event of the user is kept. */
    historyRetention: number;
  },
): Promise<{ outcome: 'deleted' } | UserNotChanged> {
  const event = newEvent('deleted', context.audit);
  return changeUser(db, id, context, async (before) => {
    const deleted = await markUserDeleted(db, before, { event, retention: context.historyRetention });
    return deleted ? { outcome: 'deleted' } : undefined;
  });
}
