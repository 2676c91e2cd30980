import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';

export type Item = Record<string, NativeAttributeValue>;

/** The database did not do what it was asked, and may do it when asked again: throttled, overloaded, out of reach. */
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
const PASSING_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Whether an error says «not now» rather than «not so». What the SDK retries by itself has been retried by then. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnavailableError || error instanceof TransactionInProgressException) return true;
  if (error instanceof TransactionCanceledException) return isPassing(error);
  if (error.name === 'TransactionConflictException') return true;
  if (error.name === 'TimeoutError' || CONNECTION_CODES.has(String((error as { code?: unknown }).code)))
    return true;
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true;
  const sdkError = error as Parameters<typeof isTransientError>[0];
  return isThrottlingError(sdkError) || isTransientError(sdkError) || isServerError(sdkError);
}

/** Whether a transaction was cancelled by load or by another one, and by no condition. */
export function isPassing(error: TransactionCanceledException): boolean {
  const codes = cancellations(error).map(({ code }) => code);
  return codes.some((code) => PASSING_REASONS.has(code)) && !codes.includes('ConditionalCheckFailed');
}

/** Why each action of a cancelled transaction failed, in their order, with the item its condition met. */
export const cancellations = (
  error: TransactionCanceledException,
): { code: string; item: Item | undefined }[] =>
  (error.CancellationReasons ?? []).map(({ Code, Item: item }) => ({
    code: Code ?? 'None',
    item: item && unmarshall(item),
  }));

export type Conditional<T> =
  | { done: T }
  /** The item that the condition met (undefined when there is none), and whether the SDK had asked before. */
  | { met: Item | undefined; retried: boolean };

/**
 * The outcome of a conditional write as a value. The write must ask for `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`.
 * When it was `retried`, an earlier request of the same write may have been carried out and its answer lost.
 */
export async function conditional<T>(write: Promise<T>): Promise<Conditional<T>> {
  try {
    return { done: await write };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { met: error.Item && unmarshall(error.Item), retried: (error.$metadata.attempts ?? 1) > 1 };
  }
}
