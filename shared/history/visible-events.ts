import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { sameIncarnation } from '../user/user.ts';
import { getUsers, NOBODY } from '../user/user-store.ts';
import { type HistoryEvent, WITHDRAWN } from './history-event.ts';

/**
 * The events in their order; undefined for each that does not match, or that a principal of this scope may not see. A
 * limited scope contains the events of its users, and none that have no user.
 */
export async function visibleEvents(
  db: Database,
  events: readonly (HistoryEvent | undefined)[],
  scope: Scope,
  matches: (event: HistoryEvent) => boolean,
): Promise<(HistoryEvent | undefined)[]> {
  const matching = events.map((event) =>
    event && event.type !== WITHDRAWN && matches(event) ? event : undefined,
  );
  if (!scope) return matching;
  const ids = matching.flatMap((event) => event?.userId ?? []);
  const users = await getUsers(db, ids.length === 0 ? [NOBODY] : ids);
  return matching.map((event) => {
    const user = event && sameIncarnation(users.get(event.userId ?? ''), event);
    return inScope(scope, user) ? event : undefined;
  });
}
