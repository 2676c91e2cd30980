import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException, TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';

/** DynamoDB or another service is throttled, overloaded or out of reach: the same request may succeed later. */
export class UnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnavailableError';
  }
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const LOAD_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Whether the request that failed may succeed later. The retries of the SDK have failed before. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnavailableError || error instanceof TransactionInProgressException) return true;
  if (error instanceof TransactionCanceledException) return isCancelledByLoad(error);
  if (error.name === 'TransactionConflictException') return true;
  if (error.name === 'TimeoutError' || CONNECTION_CODES.has(String((error as { code?: unknown }).code)))
    return true;
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true;
  const sdkError = error as Parameters<typeof isTransientError>[0];
  return isThrottlingError(sdkError) || isTransientError(sdkError) || isServerError(sdkError);
}

/** Whether load or another transaction cancelled a transaction, and no condition did. */
export function isCancelledByLoad({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code);
  return codes.some((code) => LOAD_REASONS.has(code)) && !codes.includes('ConditionalCheckFailed');
}

/**
 * Waits after `tries` tries: a random time up to `base` · 2^tries, and up to `longest`, in milliseconds. The
 * time is random so that requests that collided do not collide again.
 */
export const backOff = (
  tries: number,
  { base, longest = Number.POSITIVE_INFINITY }: { base: number; longest?: number },
): Promise<void> => pause(Math.random() * Math.min(base * 2 ** tries, longest));
