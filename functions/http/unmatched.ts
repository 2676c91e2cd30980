import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ROUTES } from '../routes.ts';
import type { Incoming, Reply } from './call.ts';
import { observe } from './observe.ts';
import { Problem } from './problem.ts';
import { respond } from './respond.ts';
import type { HttpHandler } from './serve.ts';

/** What API Gateway calls when no route takes a request: 405 where the path is one of ours, else 404. */
export const handler = middy<Incoming, Reply | APIGatewayProxyStructuredResultV2>((event: Incoming) => {
  const allowed = ROUTES.filter(({ path }) => matches(path, event.rawPath)).map(({ method }) => method);
  if (allowed.length === 0) throw new Problem('not_found', 'No route has this path.');
  const Allow = [...new Set(allowed)].join(', ');
  throw new Problem('method_not_allowed', `This path takes ${Allow}.`, { headers: { Allow } });
})
  .use(observe('$default'))
  .use(respond()) as unknown as HttpHandler;

function matches(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith('{') ? given[at] !== '' : part === given[at]))
  );
}
