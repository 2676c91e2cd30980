import { isSameAddress } from '../email-address.ts';
import type { Actor } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';
import type { TokenCondition } from '../token/conditions.ts';
import type { User } from '../user/user.ts';

/** A place where a token is presented, such as a page or an API. */
export type Door = {
  /** The door, or the storefront that calls the API, for the history. */
  by: Actor;
  /** The users that it may log in. */
  scope: Scope;
  /** The conditions on token and user besides those of every use, such as `unbound` and `purposeIs('procurement')`. */
  accepts: readonly (TokenCondition | UserCondition)[];
};

/** A condition on the user that a token logs in (undefined: anonymous). */
export type UserCondition = { on: 'user'; holds(user: User | undefined): boolean };

/** The user has this id, or this e-mail address in any case. Without a name no user has. */
export const userIs = (name: string | undefined): UserCondition => ({
  on: 'user',
  holds: (user) =>
    user !== undefined &&
    name !== undefined &&
    (user.id === name || (user.email !== undefined && isSameAddress(user.email, name))),
});

export const tokenConditions = ({ accepts }: Door): TokenCondition[] =>
  accepts.filter((condition) => condition.on === 'token');

export const userConditions = ({ accepts }: Door): UserCondition[] =>
  accepts.filter((condition) => condition.on === 'user');
