import { inScope, isWithin, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { sameIncarnation } from '../user/user.ts';
import { getUsers } from '../user/user-store.ts';
import type { ApiKeyItem } from './api-key-store.ts';

/** The keys in their order; undefined for each that a principal of this scope could not have created. */
export async function visibleKeys<Key extends Pick<ApiKeyItem, 'domains' | 'punchOut'> | undefined>(
  db: Database,
  keys: readonly Key[],
  scope: Scope,
): Promise<(Key | undefined)[]> {
  if (scope === undefined) return [...keys];
  // A key for one user is not a key for a later user with the same id.
  const users = await getUsers(
    db,
    keys.flatMap((key) => key?.punchOut?.userId ?? []),
  );
  return keys.map((key) => {
    const { userId, ...issuedFor } = key?.punchOut ?? {};
    // A key that a principal of this scope made stays visible when its user leaves.
    const visible =
      isWithin(key?.domains, scope) ||
      (userId !== undefined && inScope(scope, sameIncarnation(users.get(userId), issuedFor)));
    return visible ? key : undefined;
  });
}
