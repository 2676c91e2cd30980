/** Limits of what a request can ask of the history. Browsers load this file, so it imports nothing of Node. */

/** The most days of one request for statistics: each hour costs eight reads. */
export const STATISTICS_DAYS = 92;
