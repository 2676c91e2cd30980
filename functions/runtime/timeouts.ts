/**
 * The time limits of clients of AWS services, in milliseconds. These answer in about ten; a service that hangs must not take
 * the time of the request, nor answer after it.
 */
export const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

/**
 * Milliseconds before the end of a function in which it sends nothing more: longer than a client waits for one answer, so the
 * function itself answers 503.
 */
export const RESERVE = 3_000;
