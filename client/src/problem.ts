import type { FieldError, ProblemCode } from './api.ts';

type Refusal = {
  status: number;
  code: Problem['code'];
  title: string;
  detail: string;
  requestId: string;
  errors?: FieldError[] | undefined;
  retryAfter?: number | undefined;
};

/**
 * The service, or a gateway before it, refused the request (RFC 9457).
 *
 * @example
 * try {
 *   await client.tokens.redeem({ token });
 * } catch (error) {
 *   if (error instanceof Problem && error.code === 'token_refused') console.log('The link does not work any more.');
 *   else throw error;
 * }
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** The status of the HTTP response. */
  readonly status: number;
  /**
   * A code of the API, which is a closed set. A response without a problem document has the code `throttled` (429 of the
   * gateway) or `unexpected` (any other, such as a page of a proxy).
   */
  readonly code: ProblemCode | 'throttled' | 'unexpected';
  /** The kind of problem, for people. */
  readonly title: string;
  /** The reason of this refusal, for people. */
  readonly detail: string;
  /** The invalid fields. `pointer` is a JSON Pointer into the body (RFC 6901), or `/name` of a query parameter. */
  readonly errors: FieldError[] | undefined;
  /** The id of the request in the service's log. Empty when the response had none. */
  readonly requestId: string;
  /** Seconds until the next request (RFC 9110, section 10.2.3). */
  readonly retryAfter: number | undefined;

  constructor({ status, code, title, detail, errors, requestId, retryAfter }: Refusal) {
    super(`${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

/**
 * No response came: no connection, a redirect, or a timeout. The service may have processed the request. `cause` is the
 * error of `fetch`.
 *
 * @example
 * try {
 *   await client.tokens.rotate('0352x9Rj3vTqYpWc8mKd2L');
 * } catch (error) {
 *   if (error instanceof Unreachable) console.error('The token may have been rotated.', error.cause);
 *   else throw error;
 * }
 */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  constructor(cause: unknown) {
    super('the service did not answer', { cause });
  }
}

/** Converts a response that is no success. `body` is its parsed JSON. */
export function toProblem({ status, headers }: Response, body: unknown): Problem {
  const seconds = headers.get('Retry-After') ?? '';
  const retryAfter = /^\d{1,9}$/.test(seconds) ? Number(seconds) : undefined;
  const requestId = headers.get('X-Request-Id') ?? headers.get('Apigw-Requestid') ?? '';
  if (isDocument(body)) return new Problem({ title: '', detail: '', requestId, ...body, status, retryAfter });
  const code = CODES[status];
  if (isOAuthError(body) && code)
    return new Problem({
      status,
      code,
      title: body.error,
      detail: body.error_description,
      requestId,
      retryAfter,
    });
  const throttled = status === 429;
  return new Problem({
    status,
    code: throttled ? 'throttled' : 'unexpected',
    title: throttled ? 'Too many requests' : 'Not an answer of the service',
    detail: throttled ? 'Try again in a moment.' : `The answer ${status} is none that the service gives.`,
    requestId,
    retryAfter,
  });
}

/** An error of introspection or revocation (RFC 6749, section 5.2). Its status tells the code. */
const isOAuthError = (body: unknown): body is { error: string; error_description: string } =>
  typeof body === 'object' && body !== null && 'error' in body && 'error_description' in body;

const CODES: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid_request',
  401: 'unauthenticated',
  403: 'forbidden',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  500: 'internal_error',
  503: 'unavailable',
};

const isDocument = (body: unknown): body is Partial<Refusal> & Pick<Refusal, 'code'> =>
  typeof body === 'object' && body !== null && 'code' in body;
