import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { config } from '../../shared/config.ts';
import { ROUTES } from '../routes.ts';
import { admit } from './admit.ts';
import type { Incoming, Reply } from './call.ts';
import { observe } from './observe.ts';
import { methodNotAllowed, Problem } from './problem.ts';
import { respond } from './respond.ts';
import type { HttpHandler } from './stack.ts';

/** What API Gateway calls when no route takes a request: 405 where the path is one of ours, else 404. */
export const handler = middy<Incoming, Reply | APIGatewayProxyStructuredResultV2>((event: Incoming) => {
  const exact = ROUTES.filter(({ path }) => path === event.rawPath);
  const routes = exact.length > 0 ? exact : ROUTES.filter(({ path }) => matches(path, event.rawPath));
  const allowed = routes.map(({ method }) => method);
  if (allowed.length === 0) throw new Problem('not_found', 'No route has this path.');
  throw methodNotAllowed(allowed);
})
  .use(observe('$default'))
  .use(respond())
  .use(admit(config.originSecret)) as unknown as HttpHandler;

function matches(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith('{') ? given[at] !== '' : part === given[at]))
  );
}
