import type { Database } from '../storage/database.ts';
import { inScope, type Scope, sameIncarnation } from '../user/user.ts';
import { getUsers } from '../user/user-store.ts';
import type { KeyItem } from './api-key-store.ts';

/** Whether all that a key is limited to lies within the limits of a principal. */
export const withinScope = (domains: readonly string[] | undefined, scope: Scope): boolean =>
  scope === undefined || (domains?.every((domain) => scope.includes(domain)) ?? false);

/** The keys in their order, each undefined that a principal of this scope could not have made. */
export async function visibleKeys<Key extends KeyItem | undefined>(
  db: Database,
  keys: readonly Key[],
  scope: Scope,
): Promise<(Key | undefined)[]> {
  if (scope === undefined) return [...keys];
  // A key for one user is limited to that one, whoever has the id by now.
  const users = await getUsers(
    db,
    keys.flatMap((key) => key?.punchOut?.userId ?? []),
  );
  return keys.map((key) => {
    const { userId, ...made } = key?.punchOut ?? {};
    const visible =
      userId === undefined
        ? withinScope(key?.domains, scope)
        : inScope(scope, sameIncarnation(users.get(userId), made));
    return visible ? key : undefined;
  });
}
