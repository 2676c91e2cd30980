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

/** The service, or what stands in front of it, has answered, and not with what was asked for (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** Of the HTTP answer. */
  readonly status: number;
  /**
   * One of the API's closed set; or, where the answer was no problem document of the service, `throttled` (429 of the
   * gateway) or `unexpected` (anything else, such as the page of a proxy).
   */
  readonly code: ProblemCode | 'throttled' | 'unexpected';
  /** What kind of problem it is, for people. */
  readonly title: string;
  /** What is wrong with this request, for people. */
  readonly detail: string;
  /** Which fields are wrong; `pointer` is a JSON Pointer into the body (RFC 6901), or `/name` of a query parameter. */
  readonly errors: FieldError[] | undefined;
  /** Finds the request in the log of the service; empty where the answer had none. */
  readonly requestId: string;
  /** Seconds after which the service may be asked again. */
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

/** No answer came: no connection, a redirect, or none in time. Whether the service has done what was asked is not known. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  constructor(cause: unknown) {
    super('the service did not answer', { cause });
  }
}

/** What an answer says that is none of success. `body` is what it holds, parsed if it is JSON. */
export function toProblem({ status, headers }: Response, body: unknown): Problem {
  const seconds = headers.get('Retry-After') ?? '';
  const retryAfter = /^\d{1,9}$/.test(seconds) ? Number(seconds) : undefined;
  const requestId = headers.get('X-Request-Id') ?? headers.get('Apigw-Requestid') ?? '';
  if (isDocument(body)) return new Problem({ title: '', detail: '', requestId, ...body, status, retryAfter });
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

const isDocument = (body: unknown): body is Partial<Refusal> & Pick<Refusal, 'code'> =>
  typeof body === 'object' && body !== null && 'code' in body;
