import type { Actor, Key, Principal } from '../../../client/src/index.ts';
import { keyIdOf, principalIdOf } from '../../../shared/principal/principal.ts';

/** A principal that can be removed: whoever has a key, or an identity of the provider. */
export type Person = Actor;

const IDENTITY = 'oidc:';

/** Whether the API may remove this principal for the one that is signed in. A door, for one, is no person. */
export function canRemove({ id: own, permissions, domains }: Principal, id: string): boolean {
  if (!permissions.includes('keys:write') || id === own) return false;
  return keyIdOf(id) !== undefined || (domains === null && id.startsWith(IDENTITY));
}

/** Whether the API may let removed identities in again for the one that is signed in. */
export const canReinstate = ({ permissions, domains }: Principal): boolean =>
  permissions.includes('keys:write') && domains === null;

/** The keys that go with a person: their own, those that they made and those that these made; not the key of the caller. */
export function keysGoingWith(keys: readonly Key[], personId: string, callerId: string): Key[] {
  const principals = new Set([personId]);
  const going = new Set(keys.filter(({ id }) => principalIdOf(id) === personId));
  for (let before = -1; before < going.size; ) {
    before = going.size;
    for (const key of keys) {
      if (!principals.has(key.createdBy.id) || principalIdOf(key.id) === callerId) continue;
      going.add(key);
      principals.add(principalIdOf(key.id));
    }
  }
  return [...going];
}

/** The people whom the list of keys names: identities that made keys, and the keys themselves. */
export function peopleOf(keys: readonly Key[]): { identities: Person[]; holders: Person[] } {
  const makers = new Map(keys.map(({ createdBy }) => [createdBy.id, createdBy]));
  return {
    identities: [...makers.values()].filter(({ id }) => id.startsWith(IDENTITY)),
    holders: keys.map(({ id, name }) => ({ id: principalIdOf(id), name })),
  };
}
