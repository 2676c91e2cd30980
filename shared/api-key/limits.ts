/** Limits of the fields of an API key. Browsers load this file, so it imports nothing of Node. */

/** Characters of the name. */
export const KEY_NAME_MAX_LENGTH = 64;

/** E-mail domains that one key can be limited to. */
export const KEY_DOMAINS_MAX = 50;

/** Characters of the cXML identity of a procurement system. */
export const IDENTITY_MAX_LENGTH = 128;

/** Characters of the cXML domain of that identity. */
export const IDENTITY_DOMAIN_MAX_LENGTH = 64;

/** Characters of the name of the field by which a cXML document names the user. */
export const USER_FIELD_MAX_LENGTH = 64;
