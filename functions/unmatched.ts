import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logRequest } from './http/log-request.ts';
import type { HttpEvent } from './http/middleware.ts';
import { methodNotAllowed, Problem } from './http/problem.ts';
import { requireCloudFront } from './http/require-cloudfront.ts';
import { respond } from './http/respond.ts';
import type { HttpResponse } from './http/response.ts';
import { methodsOf } from './http/route.ts';
import type { HttpHandler } from './http/stack.ts';
import { pageAddress } from './page-address.ts';
import { ROUTES } from './routes.ts';
import { config } from './runtime/config.ts';

/** Handles every request that no route matches: leads to the page that a damaged link means, else 405 or 404. */
export const handler = middy<HttpEvent, HttpResponse | APIGatewayProxyStructuredResultV2>(
  (event: HttpEvent) => {
    const { method } = event.requestContext.http;
    const address =
      method === 'GET' || method === 'HEAD'
        ? pageAddress(config.appUrl, event.rawPath, event.rawQueryString)
        : undefined;
    if (address) return { status: 303, headers: { Location: address } };
    const exact = ROUTES.filter(({ path }) => path === event.rawPath);
    const routes = exact.length > 0 ? exact : ROUTES.filter(({ path }) => matches(path, event.rawPath));
    const allowed = routes.flatMap(methodsOf);
    if (allowed.length === 0) throw new Problem('not_found', 'No route has this path.');
    throw methodNotAllowed(allowed);
  },
)
  .use(logRequest())
  .use(respond())
  .use(requireCloudFront(config.originSecret)) as unknown as HttpHandler;

function matches(template: string, path: string): boolean {
  const expected = template.split('/');
  const actual = path.split('/');
  return (
    expected.length === actual.length &&
    expected.every((part, at) => (part.startsWith('{') ? actual[at] !== '' : part === actual[at]))
  );
}
