import { holdsCredential } from '../crypto/credential-pattern.ts';
import type { LastEvent } from '../event/event.ts';
import { hasInvisible } from '../text.ts';
import { USER_ID_MAX_BYTES, USER_ID_PATTERN } from './limits.ts';

export const USER_TYPES = ['contact', 'customer', 'mailbox'] as const;
export type UserType = (typeof USER_TYPES)[number];

const USER_ID = new RegExp(USER_ID_PATTERN);

/** The prefix of the subject claim of anonymous sessions. No user id may begin with it. */
export const ANONYMOUS = 'anonymous:';

/**
 * Whether a text can be the id of a user. Callers choose the id; it must not hold a token string. Ids are compared as they
 * are, without normalization, as subjects of OpenID Connect are (Core, section 14).
 */
export const isUserId = (text: string): boolean =>
  text.length <= USER_ID_MAX_BYTES &&
  new TextEncoder().encode(text).length <= USER_ID_MAX_BYTES &&
  text.isWellFormed() &&
  USER_ID.test(text) &&
  !hasInvisible(text) &&
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
  /** Distinguishes this user from a deleted one with the same id: tokens and sessions of the deleted user stay refused. */
  incarnation: string;
  /** Epoch milliseconds: sessions of uses up to this instant are revoked. */
  sessionsNotBefore?: number | undefined;
  createdAt: number;
  updatedAt: number;
  /** Rises with every change. */
  version: number;
  lastEvent: LastEvent;
};

/** The user, unless something was issued for another incarnation: an earlier user with the same id. */
export const sameIncarnation = (
  user: User | undefined,
  issuedFor: { incarnation?: string | undefined },
): User | undefined => (user?.incarnation === issuedFor.incarnation ? user : undefined);
