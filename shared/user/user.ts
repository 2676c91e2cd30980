import { holdsCredential } from '../crypto/credential-pattern.ts';
import type { LastEvent } from '../event/event.ts';
import { USER_ID_MAX_LENGTH } from './limits.ts';

export const USER_TYPES = ['contact', 'customer', 'mailbox'] as const;
export type UserType = (typeof USER_TYPES)[number];

const USER_ID = /^[A-Za-z0-9._:@+-]+$/;

/** Prefix of the subject of anonymous sessions: no user id may begin with it. */
export const ANONYMOUS = 'anonymous:';

/** Whether a text can be the id of a user. Callers choose these ids. */
export const isUserId = (text: string): boolean =>
  text.length <= USER_ID_MAX_LENGTH &&
  USER_ID.test(text) &&
  !text.startsWith(ANONYMOUS) &&
  !holdsCredential(text);

/** A contact, a customer or a mailbox that tokens log in. Times are epoch seconds. */
export type User = {
  id: string;
  type: UserType;
  name: string;
  email?: string | undefined;
  phone?: string | undefined;
  locale?: string | undefined;
  disabled: boolean;
  /** Tells this user from an earlier one of the same id, whose tokens and sessions are not this user's. */
  incarnation: string;
  /** Epoch milliseconds: sessions of uses up to then are revoked. */
  sessionsNotBefore?: number | undefined;
  createdAt: number;
  updatedAt: number;
  /** Rises with every change. */
  version: number;
  lastEvent: LastEvent;
};

/** The user for whom something was made, unless that user was deleted since. */
export const sameIncarnation = (
  user: User | undefined,
  made: { incarnation?: string | undefined },
): User | undefined => (user?.incarnation === made.incarnation ? user : undefined);
