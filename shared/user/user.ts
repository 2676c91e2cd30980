import { holdsCredential } from '../crypto/credential.ts';
import type { LastEvent } from '../event/event.ts';

export const USER_TYPES = ['contact', 'customer', 'mailbox'] as const;
export type UserType = (typeof USER_TYPES)[number];

const USER_ID = /^[A-Za-z0-9._:@+-]{1,128}$/;

/** What the subject of a session that logs in nobody in particular begins with: no user may be taken for one. */
export const ANONYMOUS = 'anonymous:';

/** Ids of users are the caller's own. */
export const isUserId = (text: string): boolean =>
  USER_ID.test(text) && !text.startsWith(ANONYMOUS) && !holdsCredential(text);

/** Whom a token logs in. Times are epoch seconds. */
export type User = {
  id: string;
  type: UserType;
  name: string;
  email?: string | undefined;
  phone?: string | undefined;
  locale?: string | undefined;
  disabled: boolean;
  /** Tells this user from an earlier one of the same id: what was made for that one is not theirs. */
  incarnation: string;
  /** Epoch milliseconds: sessions of uses up to then are over. */
  sessionsNotBefore?: number | undefined;
  createdAt: number;
  updatedAt: number;
  version: number;
  lastEvent: LastEvent;
};

/** The e-mail domains a principal is limited to, in lower case; undefined: no limit. */
export type Scope = readonly string[] | undefined;

/** The part of an e-mail address that a scope speaks of. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** Whether a principal of this scope may see the user. Nobody in particular, and users without address, are out of every limit. */
export const inScope = (scope: Scope, user: Pick<User, 'email'> | undefined): boolean =>
  scope === undefined || (user?.email !== undefined && scope.includes(domainOf(user.email)));

/** The user that a token was made for, unless that one was deleted since. */
export const sameIncarnation = (
  user: User | undefined,
  made: { incarnation?: string | undefined },
): User | undefined => (user?.incarnation === made.incarnation ? user : undefined);
