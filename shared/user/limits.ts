/** Limits of the fields of a user. Browsers load this file, so it imports nothing of Node. */

/** Characters of the id, which the caller chooses. */
export const USER_ID_MAX_LENGTH = 128;
export const USER_ID_MESSAGE = `must be 1 to ${USER_ID_MAX_LENGTH} characters of A-Z a-z 0-9 . _ : @ + -, and not begin with anonymous:`;

export const USER_NAME_MAX_LENGTH = 200;

/** RFC 5321, section 4.5.3.1.3: a path has 256 octets, with its angle brackets. */
export const EMAIL_MAX_LENGTH = 254;

export const PHONE_MAX_LENGTH = 32;

/** RFC 5646, section 4.4.1. */
export const LOCALE_MAX_LENGTH = 35;
