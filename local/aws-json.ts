import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from './listen.ts';
import { refuseForeignHosts } from './loopback-server.ts';

export type LocalAws = { endpoint: string; stop(): Promise<void> };

/** An error of an AWS service, answered with status 400. */
export class AwsError extends Error {
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

/** Handles an operation. `target` is the header X-Amz-Target, such as `TrentService.Encrypt`. */
export type AwsHandler = (target: string, input: Record<string, unknown>) => object;

/** Emulates an AWS service with the protocol AWS JSON 1.1, on the loopback interface. */
export async function serveAwsJson(handle: AwsHandler): Promise<LocalAws> {
  const server = createServer(
    refuseForeignHosts((request, response) => void answer(handle, request, response)),
  );
  // Clients close idle connections earlier, so none closes under a request.
  server.keepAliveTimeout = 65_000;
  const port = await listen(server, 0, '127.0.0.1');
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

async function answer(handle: AwsHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: object) =>
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  try {
    const input = (await json(request)) as Record<string, unknown>;
    send(200, handle(String(request.headers['x-amz-target']), input));
  } catch (error) {
    if (error instanceof AwsError) send(400, { __type: error.name, message: error.name });
    else send(500, { __type: 'InternalFailure', message: 'InternalFailure' });
  }
}
