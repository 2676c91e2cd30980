import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Route } from '../../functions/http/route.ts';
import type { HttpHandler } from '../../functions/http/stack.ts';
import { makeRouter } from '../../local/router.ts';

export type Answer = {
  status: number;
  headers: Record<string, string>;
  /** Untyped, as parsed JSON is. */
  body: ReturnType<typeof JSON.parse>;
  text: string;
};
type Options = {
  key?: string | undefined;
  body?: unknown;
  /** Sent as a form. */
  form?: Record<string, string> | [string, string][];
  raw?: string;
  /** Sends the body in base64, as API Gateway does unless its type is a text; the encoding of its characters if not UTF-8. */
  base64?: boolean | BufferEncoding;
  headers?: Record<string, string>;
  ip?: string;
  /** Milliseconds until the function is stopped. */
  remaining?: number;
};

const FORM = 'application/x-www-form-urlencoded';

/** A route by one of its methods, as API Gateway has it. */
type Served = { method: string; path: string; route: Route };

let router: ReturnType<typeof makeRouter<Served>> | undefined;

const handlers = new Map<string, Promise<HttpHandler>>();

function handlerOf(entry: string): Promise<HttpHandler> {
  const known = handlers.get(entry);
  if (known) return known;
  const url = pathToFileURL(`${import.meta.dirname}/../../${entry}`).href;
  const loaded = import(url).then(({ handler }: { handler: HttpHandler }) => handler);
  handlers.set(entry, loaded);
  return loaded;
}

/** Sends a request to the real handler of its route, as API Gateway would. */
export async function send(method: string, target: string, options: Options = {}): Promise<Answer> {
  const { ROUTES, UNMATCHED } = await import('../../functions/routes.ts');
  const { methodsOf } = await import('../../functions/http/route.ts');
  const { db } = await import('../../functions/runtime/database.ts');
  const { holdDatabase, NO_ROLE, roleOfRoute, within } = await import('./declared-access.ts');
  const { holdToDocument } = await import('./documented.ts');
  holdDatabase(db);
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const rawPath = decodeURIComponent(path);
  router ??= makeRouter(
    ROUTES.flatMap((route) => methodsOf(route).map((method) => ({ method, path: route.path, route }))),
  );
  const found = router(method, rawPath);
  const route = found?.route.route;
  const handler = await handlerOf((route ?? UNMATCHED).entry);
  const form = options.form && new URLSearchParams(options.form).toString();
  const body = options.raw ?? form ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const headers = {
    ...(options.key && { authorization: `Bearer ${options.key}` }),
    ...(body !== undefined && { 'content-type': form ? FORM : 'application/json' }),
    ...options.headers,
  };
  const requestId = randomUUID();
  const event = {
    version: '2.0',
    routeKey: route ? `${method} ${route.path}` : '$default',
    rawPath,
    rawQueryString: query,
    headers,
    pathParameters: found?.parameters,
    body:
      options.base64 && body !== undefined
        ? Buffer.from(body, options.base64 === true ? 'utf8' : options.base64).toString('base64')
        : body,
    isBase64Encoded: options.base64 !== undefined,
    requestContext: {
      requestId,
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: options.ip ?? '192.0.2.1',
        userAgent: 'test',
      },
    },
  } as unknown as APIGatewayProxyEventV2;
  const role = route ? roleOfRoute(route) : NO_ROLE;
  const result = await within(role, () =>
    handler(event, { getRemainingTimeInMillis: () => options.remaining ?? 29_000 } as Context),
  );
  const text = result.body ?? '';
  const answer = {
    status: result.statusCode ?? 0,
    headers: result.headers as Record<string, string>,
    body: text !== '' && /json/.test(String(result.headers?.['Content-Type'])) ? JSON.parse(text) : undefined,
    text,
  };
  if (route) holdToDocument(route, answer, { isHead: method === 'HEAD' });
  return answer;
}
