import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isUnavailable } from '../../shared/storage/failure.ts';
import type { Reply, Step } from './call.ts';
import { writeLogLine } from './log-line.ts';
import { PROBLEMS, Problem, problemDocument } from './problem.ts';

/** Seconds after which a caller that met an overloaded database may try again. */
const RETRY_AFTER = 1;

/** The one place that writes answers and errors. Errors that nobody foresaw are logged by name and say nothing. */
export const respond = (): Step => ({
  after: (request) => {
    request.response = answer(request.response as Reply, 'application/json', request.event.call.requestId);
  },
  onError: (request) => {
    const { requestId } = request.event.call;
    const problem = toProblem(request.error, requestId);
    const reply = {
      status: PROBLEMS[problem.code].status,
      body: problemDocument(problem, requestId),
      headers: problem.headers,
    };
    request.response = answer(reply, 'application/problem+json', requestId);
  },
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

function answer(
  { status, body, headers }: Reply,
  type: string,
  requestId: string,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: {
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': requestId,
      ...(body !== undefined && { 'Content-Type': type }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}
