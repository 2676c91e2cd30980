import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isUnavailable } from '../../shared/storage/unavailable.ts';
import { config } from '../runtime/config.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { PROBLEMS, Problem, problemDocument } from './problem.ts';
import type { Incoming, Middleware, Refuse, Reply } from './request.ts';

/** Seconds after which a caller that met an overloaded database may try again. */
const RETRY_AFTER = 1;

/** RFC 6797: browsers come back by https alone, for a year. Only what is served by https may say so. */
const HTTPS_ONLY = config.appUrl.startsWith('https:') && {
  'Strict-Transport-Security': 'max-age=31536000',
};

/**
 * The one place that writes answers and errors. Errors that nobody foresaw are logged by name and say nothing. What
 * `refuse` makes of a problem is for routes that are opened by people and by systems that expect no JSON.
 */
export const respond = (refuse: Refuse = problemReply): Middleware => ({
  after: (request) => {
    request.response = answer(request.response as Reply, request.event);
  },
  onError: async (request) => {
    const problem = toProblem(request.error, request.event.call.requestId);
    const reply = await refuse(problem, request.event);
    request.response = answer({ ...reply, headers: { ...problem.headers, ...reply.headers } }, request.event);
  },
});

const problemReply: Refuse = async (problem, { call: { requestId } }) => ({
  status: PROBLEMS[problem.code].status,
  body: problemDocument(problem, requestId),
  headers: { 'Content-Type': 'application/problem+json' },
});

function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  const { name, message, stack } =
    error instanceof Error ? error : { name: typeof error, message: '', stack: '' };
  const unavailable = isUnavailable(error);
  // The frames alone: a message of the SDK may quote what it was given.
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

function answer(reply: Reply, { call, requestContext }: Incoming): APIGatewayProxyStructuredResultV2 {
  const { type, text } = contentOf(reply);
  // A page has a token in its address, and so may what leads away from one.
  const forPeople = reply.page || reply.status === 303;
  return {
    statusCode: reply.status,
    headers: {
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': call.requestId,
      ...HTTPS_ONLY,
      ...(forPeople && { 'Referrer-Policy': 'no-referrer' }),
      ...(reply.page && { 'Content-Security-Policy': reply.page.contentSecurityPolicy }),
      ...(type && { 'Content-Type': type }),
      ...reply.headers,
    },
    ...(text !== undefined && requestContext.http.method !== 'HEAD' && { body: text }),
  };
}

function contentOf({ body, page, xml }: Reply): { type?: string; text?: string } {
  if (page) return { type: 'text/html; charset=utf-8', text: page.html };
  if (xml !== undefined) return { type: 'text/xml; charset=utf-8', text: xml };
  return body === undefined ? {} : { type: 'application/json', text: JSON.stringify(body) };
}
