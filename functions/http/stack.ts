import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { clock } from '../../shared/clock.ts';
import { withDeadline } from '../../shared/storage/deadline.ts';
import { config } from '../runtime/config.ts';
import { RESERVE } from '../runtime/timeouts.ts';
import { logRequest } from './log-request.ts';
import type { HttpEvent, Middleware, ProblemFormat } from './middleware.ts';
import { parseRequest } from './parse-request.ts';
import { rejectSiblingPaths } from './reject-sibling-paths.ts';
import type { HttpRequest } from './request.ts';
import { requireCloudFront } from './require-cloudfront.ts';
import { respond } from './respond.ts';
import type { HttpResponse } from './response.ts';
import type { Route } from './route.ts';

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** The middleware of every route, around the handler of one. `problemFormat` is JSON when absent. */
export function stack<const R extends Route>(
  route: R,
  authentication: Middleware,
  handle: (request: HttpRequest<R>) => Promise<HttpResponse>,
  problemFormat?: ProblemFormat,
): HttpHandler {
  const handler = middy<HttpEvent, HttpResponse | APIGatewayProxyStructuredResultV2>((event: HttpEvent) =>
    handle(toRequest(event)),
  )
    .use(logRequest())
    .use(respond(problemFormat))
    .use(requireCloudFront(config.originSecret))
    .use(rejectSiblingPaths(route))
    .use(authentication)
    .use(parseRequest(route)) as unknown as HttpHandler;
  return (event, context) =>
    withDeadline(clock() + context.getRemainingTimeInMillis() - RESERVE, () => handler(event, context));
}

function toRequest<R extends Route>(event: HttpEvent): HttpRequest<R> {
  const { time, principal, ip, query, body, logFields } = event.state;
  const { method, userAgent } = event.requestContext.http;
  const by = principal ? { id: principal.id, name: principal.name } : { id: 'anonymous', name: 'anonymous' };
  return {
    method,
    params: event.pathParameters ?? {},
    query,
    rawQuery: event.rawQueryString,
    body,
    principal,
    audit: { time, by, ip, userAgent },
    header: (name: string) => event.headers[name],
    log: (fields: object) => void Object.assign(logFields, fields),
  } as unknown as HttpRequest<R>;
}
