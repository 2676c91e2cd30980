import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isUnavailable } from '../../shared/storage/unavailable.ts';
import { config } from '../runtime/config.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import type { HttpEvent, Middleware, ProblemFormat } from './middleware.ts';
import { PROBLEMS, Problem, problemDocument } from './problem.ts';
import type { HttpResponse } from './response.ts';

/** Seconds, for `Retry-After`, when the database is overloaded. */
const RETRY_AFTER = 1;

/** RFC 6797: browsers use https alone for a year. Only a service with an https address may require that. */
const HTTPS_ONLY = config.appUrl.startsWith('https:') && {
  'Strict-Transport-Security': 'max-age=31536000',
};

/**
 * Every 401 names a scheme (RFC 9110, section 15.5.2), that of a refused token or code too: what it lacks are good credentials.
 * What authenticates callers says more. Browsers ask people for nothing by this scheme.
 */
const UNAUTHENTICATED = { 'WWW-Authenticate': 'Bearer realm="login-tokens"' };

/**
 * The policy of what is no page: opened by itself it loads and runs nothing. A redirect shows nothing, and may come in the frame of
 * a procurement system; what it leads to has a policy of its own.
 */
const policyOfData = (frameAncestors: string): string =>
  `default-src 'none'; base-uri 'none'; frame-ancestors ${frameAncestors}`;

/** Writes responses and problems. Unexpected errors are logged by name, and their messages are not sent. */
export const respond = (problemFormat: ProblemFormat = problemJson): Middleware => ({
  after: (request) => {
    request.response = toResult(request.response as HttpResponse, request.event);
  },
  onError: async (request) => {
    const problem = toProblem(request.error, request.event.state.requestId);
    const response = await problemFormat(problem, request.event);
    const headers = { ...problem.headers, ...response.headers };
    request.response = toResult({ ...response, headers }, request.event);
  },
});

const problemJson: ProblemFormat = async (problem, { state: { requestId } }) => ({
  status: PROBLEMS[problem.code].status,
  body: problemDocument(problem, requestId),
  headers: { 'Content-Type': 'application/problem+json' },
});

function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  const { name, message, stack } =
    error instanceof Error ? error : { name: typeof error, message: '', stack: '' };
  const unavailable = isUnavailable(error);
  // The frames without the message: messages of the SDK may quote a secret that was sent.
  const frames = stack
    ?.replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  writeLogLine({ level: unavailable ? 'warn' : 'error', requestId, error: name, frames });
  return unavailable
    ? new Problem('unavailable', 'Try again in a moment.', {
        headers: { 'Retry-After': String(RETRY_AFTER) },
      })
    : new Problem('internal_error', 'Something failed. The request id finds it in the log.');
}

function toResult(
  response: HttpResponse,
  { state, requestContext }: HttpEvent,
): APIGatewayProxyStructuredResultV2 {
  const { type, text } = contentOf(response);
  const isHead = requestContext.http.method === 'HEAD';
  const redirects = response.status === 303 || response.status === 307;
  return {
    statusCode: response.status,
    headers: {
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': state.requestId,
      ...HTTPS_ONLY,
      ...(response.status === 401 && UNAUTHENTICATED),
      // The address of a page holds a token, and so may the address of a redirect.
      ...((response.page || redirects) && { 'Referrer-Policy': 'no-referrer' }),
      'Content-Security-Policy':
        response.page?.contentSecurityPolicy ?? policyOfData(redirects ? '*' : "'none'"),
      ...(type && { 'Content-Type': type }),
      ...(isHead && text !== undefined && { 'Content-Length': String(Buffer.byteLength(text)) }),
      ...response.headers,
    },
    ...(text !== undefined && !isHead && { body: text }),
  };
}

function contentOf({ body, page, xml }: HttpResponse): { type?: string; text?: string } {
  if (page) return { type: 'text/html; charset=utf-8', text: page.html };
  if (xml !== undefined) return { type: 'text/xml; charset=utf-8', text: xml };
  return body === undefined ? {} : { type: 'application/json', text: JSON.stringify(body) };
}
