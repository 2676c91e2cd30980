import { TransactionCanceledException, TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';

/** The request was not carried out and may succeed when it is repeated: throttled, overloaded, out of reach. */
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

/** Whether an error means "not now", and not "never". The SDK has made its own retries by then. */
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

/** Whether load or another transaction cancelled this one, and no condition did. */
export function isCancelledByLoad({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code);
  return codes.some((code) => LOAD_REASONS.has(code)) && !codes.includes('ConditionalCheckFailed');
}
