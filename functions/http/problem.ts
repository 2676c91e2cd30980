/** The closed set of error codes, each with its status. Programs may rely on the codes; titles are for people. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_cursor: { status: 400, title: 'The cursor does not belong to this list' },
  unauthenticated: { status: 401, title: 'Credentials are missing or not valid' },
  token_refused: { status: 401, title: 'The login token was refused' },
  code_refused: { status: 401, title: 'The code was refused' },
  forbidden: { status: 403, title: 'Not permitted' },
  not_found: { status: 404, title: 'There is nothing at this path' },
  token_not_found: { status: 404, title: 'There is no such login token' },
  user_not_found: { status: 404, title: 'There is no such user' },
  key_not_found: { status: 404, title: 'There is no such API key' },
  method_not_allowed: { status: 405, title: 'The method is not allowed at this path' },
  user_disabled: { status: 409, title: 'The user is disabled' },
  own_principal: { status: 409, title: 'Nobody removes themselves' },
  idempotency_conflict: { status: 409, title: 'The idempotency key stands for another request' },
  last_administrator: { status: 409, title: 'Nobody would be left who may make keys' },
  not_ready: { status: 409, title: 'Nobody has said where people are to be signed in' },
  version_mismatch: { status: 412, title: 'The resource has changed' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type of the body is not supported' },
  internal_error: { status: 500, title: 'Something failed' },
  unavailable: { status: 503, title: 'The service is overloaded' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** A wrong field: a JSON Pointer (RFC 6901) into the body, or `/name` of a query parameter. */
export type FieldError = { pointer: string; detail: string };

/** A response with an error code. Handlers throw it; `respond` writes it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Record<string, string>;
  constructor(
    code: ProblemCode,
    detail: string,
    { errors, headers = {} }: { errors?: readonly FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }
}

/** A problem details object (RFC 9457). */
export const problemDocument = ({ code, message, errors }: Problem, requestId: string) => ({
  type: `urn:login-tokens:problem:${code}`,
  title: PROBLEMS[code].title,
  status: PROBLEMS[code].status,
  code,
  detail: message,
  requestId,
  ...(errors && { errors }),
});

export const invalidCursor = (): Problem =>
  new Problem('invalid_cursor', 'The cursor is damaged, or of another query. Start without one.');

export const versionMismatch = (): Problem =>
  new Problem('version_mismatch', 'It has changed since it was read. Get it again and decide anew.');

/** The same for every private reason. The log and the history have the reason. */
export const tokenRefused = (): Problem =>
  new Problem('token_refused', 'This token cannot be used. Ask for a new one.');

export function methodNotAllowed(methods: readonly string[]): Problem {
  const Allow = [...new Set(methods)].join(', ');
  return new Problem('method_not_allowed', `This path takes ${Allow}.`, { headers: { Allow } });
}
