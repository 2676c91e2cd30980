/** Limits of the fields of a user. Browsers load this file, so it imports nothing of Node. */

/** Bytes of the id in UTF-8. The caller chooses it. */
export const USER_ID_MAX_BYTES = 128;
export const USER_ID_MESSAGE = `must be 1 to ${USER_ID_MAX_BYTES} bytes of text without blanks, control or invisible characters, / \\ ? # %, be neither . nor .., and not begin with anonymous:`;

/** The characters of an id, as a pattern of JSON Schema that every language can read. */
export const USER_ID_CHARACTERS =
  '^[^\\s\u2800\\x00-\\x1f\\x7f-\\x9f\\/\\\\?#%\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufffd]+$';

/**
 * The form of an id, as a pattern of HTML. `.` and `..` are segments that clients remove from a path (RFC 3986, section
 * 5.2.4).
 */
export const USER_ID_PATTERN = `^(?!\\.\\.?$)(?!anonymous:)${USER_ID_CHARACTERS.slice(1)}`;

export const USER_NAME_MAX_LENGTH = 200;

/** RFC 5321, section 4.5.3.1.3: a path has 256 octets, with its angle brackets. */
export const EMAIL_MAX_LENGTH = 254;

export const PHONE_MAX_LENGTH = 32;

/** RFC 5646, section 4.4.1. */
export const LOCALE_MAX_LENGTH = 35;
