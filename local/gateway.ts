import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { HttpHandler } from '../functions/http/stack.ts';
import { toEvent } from './http-event.ts';
import { startLoopbackServer } from './loopback-server.ts';
import { makeRouter, type Routed } from './router.ts';

export type Served = Routed & { handler: HttpHandler };

type Gateway = {
  routes: readonly Served[];
  unmatched: HttpHandler;
  /** The public address, whose host is answered besides those of this machine. */
  url?: string;
  /** Answers requests for files; returns false for other requests. */
  files?: (request: IncomingMessage, response: ServerResponse) => boolean;
};

/** Bytes. The limit of API Gateway. */
const BODY_LIMIT = 10 * 1024 * 1024;
/** Milliseconds. The time limit of a deployed function. */
const TIME_LIMIT = 29_000;

/** An error that API Gateway answers without a function. */
class GatewayError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves handlers on the loopback interface as API Gateway's HTTP API does, with payload format 2.0. `unmatched` is the
 * `$default` route. Returns a function that closes it after open requests.
 */
export async function startGateway(
  { routes, unmatched, files, url }: Gateway,
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

  return startLoopbackServer(
    (request, response) => {
      if (!files?.(request, response)) void answer(request, response);
    },
    port,
    { url },
  );
}

/** API Gateway decodes the path before it matches it, so `%2F` separates segments as `/` does. */
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

/** Reads a body that is too large to its end: a client that is still sending would not read the answer. */
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

/** Answers in the format of API Gateway's own errors. */
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
