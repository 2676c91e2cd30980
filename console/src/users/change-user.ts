import type { User, UserRequest } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { isConflict } from '../form/conflict.tsx';

const MAX_TRIES = 3;

/** Saves changes to this version of a user; rejects with `version_mismatch` if a newer one exists. */
export function changeUser(user: User, changes: Partial<UserRequest>): Promise<User> {
  // PUT replaces the whole user, except for an absent `disabled`.
  const { id, version, type, name, email, phone, locale } = user;
  return api.users.put(id, { type, name, email, phone, locale, ...changes }, { ifMatch: version });
}

/** Disables or enables a user, and keeps all changes of others. */
export async function setDisabled(user: User, disabled: boolean): Promise<User> {
  let current = user;
  for (let tries = 1; ; tries++) {
    try {
      return await changeUser(current, { disabled });
    } catch (error) {
      if (!isConflict(error) || tries === MAX_TRIES) throw error;
      current = await api.users.get(user.id);
    }
  }
}
