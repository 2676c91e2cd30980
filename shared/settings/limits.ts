/** Limits of the values of settings. Browsers load this file, so it imports nothing of Node. */

/** Characters of a URL. */
export const URL_MAX_LENGTH = 1_000;

export const SHOP_NAME_MAX_LENGTH = 100;

/** Entries of `allowedReturnUrls`. */
export const RETURN_URLS_MAX = 50;

/** Entries of `frameAncestors`. */
export const FRAME_ANCESTORS_MAX = 20;

/**
 * Characters of all entries of a list together. `frameAncestors` goes into a header of every page, and API Gateway sends
 * 10 KB of headers.
 */
export const LIST_MAX_LENGTH = 4_000;

/** Days that a key may live: ten years. */
export const KEY_LIFETIME_DAYS_MAX = 3_650;

/** Days that a token is kept after its end: ten years. */
export const RETENTION_DAYS_MAX = 3_650;
