import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { HttpHandler } from '../functions/http/stack.ts';
import { toEvent } from './http-event.ts';
import { serveLocally } from './loopback-server.ts';
import { makeRouter, type Routed } from './router.ts';

export type Served = Routed & { handler: HttpHandler };

type Gateway = {
  routes: readonly Served[];
  unmatched: HttpHandler;
  /** Answers what is for no function, and says whether it did. */
  files?: (request: IncomingMessage, response: ServerResponse) => boolean;
};

/** Bytes of a body: what API Gateway takes. */
const BODY_LIMIT = 10 * 1024 * 1024;
/** Milliseconds: what a function is given where it is deployed. */
const TIME_LIMIT = 29_000;

/** An answer of the gateway's own, which no function has seen. */
class GatewayError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves handlers by HTTP on this machine alone, as API Gateway's HTTP API does with payload format 2.0;
 * `unmatched` is the `$default` route. Returns what closes it once the requests under way are answered.
 */
export async function startGateway(
  { routes, unmatched, files }: Gateway,
  port: number,
): Promise<() => Promise<void>> {
  const find = makeRouter(routes);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { path, rawQuery } = readTarget(request.url ?? '/');
      const found = find(request.method ?? '', path);
      const routeKey = found ? `${found.route.method} ${found.route.path}` : '$default';
      const parameters = found && Object.keys(found.parameters).length > 0 ? found.parameters : undefined;
      const event = toEvent(request, await readBody(request), { routeKey, path, parameters, rawQuery });
      send(response, await invoke(found?.route.handler ?? unmatched, event));
    } catch (error) {
      sendError(response, error);
    }
  }

  return serveLocally((request, response) => {
    if (!files?.(request, response)) void answer(request, response);
  }, port);
}

/** The gateway decodes the path before it matches it, so `%2F` divides segments as `/` does. */
function readTarget(url: string): { path: string; rawQuery: string } {
  const target = url.replace(/^https?:\/\/[^/?]*/i, '');
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  try {
    return { path: decodeURIComponent(path), rawQuery: question < 0 ? '' : target.slice(question + 1) };
  } catch {
    throw new GatewayError(400, 'Bad Request');
  }
}

/** A body that is too large is read to its end all the same: who is still sending does not see an answer. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= BODY_LIMIT) chunks.push(chunk);
  }
  if (length > BODY_LIMIT) throw new GatewayError(413, 'Request Entity Too Large');
  return Buffer.concat(chunks);
}

async function invoke(
  handler: HttpHandler,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    return await handler(event, makeContext(event.routeKey));
  } catch (error) {
    console.error(error);
    throw new GatewayError(500, 'Internal Server Error');
  }
}

function makeContext(functionName: string): Context {
  const deadline = Date.now() + TIME_LIMIT;
  const unused = () => undefined;
  return {
    awsRequestId: randomUUID(),
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:local:function:${functionName}`,
    memoryLimitInMB: '512',
    logGroupName: functionName,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    done: unused,
    fail: unused,
    succeed: unused,
  };
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
  response.writeHead(statusCode).end(isBase64Encoded ? Buffer.from(body, 'base64') : body);
}

/** Answers with API Gateway's own form of body. */
function sendError(response: ServerResponse, error: unknown): void {
  if (!(error instanceof GatewayError)) console.error(error);
  const { status, message } =
    error instanceof GatewayError ? error : { status: 500, message: 'Internal Server Error' };
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ message }));
}
