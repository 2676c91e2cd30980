import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Authenticate } from '../../shared/api-key/authenticate.ts';
import { config } from '../runtime/config.ts';
import { authenticate } from './authenticate.ts';
import { observe } from './log-request.ts';
import { parse } from './parse-request.ts';
import { refuseSiblings } from './reject-sibling-paths.ts';
import type { Call, Incoming, Refuse, Reply } from './request.ts';
import { requireCloudFront } from './require-cloudfront.ts';
import { respond } from './respond.ts';
import type { Route } from './route.ts';

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** The stack that all routes share around the decision that is each one's own. `prove` says whose credentials are taken. */
export function stack<const R extends Route>(
  route: R,
  prove: Authenticate,
  decide: (call: Call<R>) => Promise<Reply>,
  refuse?: Refuse,
): HttpHandler {
  return middy<Incoming, Reply | APIGatewayProxyStructuredResultV2>((event: Incoming) =>
    decide(toCall(event)),
  )
    .use(observe(`${route.method} ${route.path}`))
    .use(respond(refuse))
    .use(requireCloudFront(config.originSecret))
    .use(refuseSiblings(route))
    .use(authenticate(route, prove))
    .use(parse(route)) as unknown as HttpHandler;
}

function toCall<R extends Route>(event: Incoming): Call<R> {
  const { time, principal, ip, query, body, fields } = event.call;
  const { userAgent } = event.requestContext.http;
  const by = principal ? { id: principal.id, name: principal.name } : { id: 'anonymous', name: 'anonymous' };
  return {
    params: event.pathParameters ?? {},
    query,
    body,
    principal,
    audit: { time, by, ip, userAgent },
    header: (name: string) => event.headers[name],
    log: (more: object) => void Object.assign(fields, more),
  } as unknown as Call<R>;
}
