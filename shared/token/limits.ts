/** Limits of what a request can say about tokens. Browsers load this file, so it imports nothing of Node. */

/** Characters of a note on a token. */
export const EXTRA_MAX_LENGTH = 1_000;

/** Characters of the reason why a token is created. */
export const REASON_MAX_LENGTH = 500;

/** Uses of one token. */
export const USES_MAX = 1_000_000_000;

/** Seconds from creation to expiry, when the expiry is given in seconds: ten years. */
export const LIFETIME_MAX = 315_360_000;

/** Ids of tokens in one request. */
export const IDS_MAX = 100;

/** Characters of the id of an attempt to redeem a token. */
export const ATTEMPT_ID_MAX_LENGTH = 64;
