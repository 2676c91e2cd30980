/** Limits of secrets. Browsers load this file, so it imports nothing of Node. */

/** Seconds for which the secret before a rotation may work too: 30 days. */
export const LONGEST_OVERLAP = 2_592_000;
