import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from './listen.ts';

export type LocalAws = { endpoint: string; stop(): Promise<void> };

/** What a service of AWS reports by this name, with status 400. */
export class AwsError extends Error {
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

/** What a service does when it is asked for a target, such as `TrentService.Encrypt`. */
export type Act = (target: string, input: Record<string, unknown>) => object;

/** Serves a stand-in for a service that speaks the protocol AWS JSON 1.1, on this machine alone. */
export async function serveAwsJson(act: Act): Promise<LocalAws> {
  const server = createServer((request, response) => void answer(act, request, response));
  // Longer than clients keep a connection, or one would be closed under a request.
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

async function answer(act: Act, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: object) =>
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  try {
    const input = (await json(request)) as Record<string, unknown>;
    send(200, act(String(request.headers['x-amz-target']), input));
  } catch (error) {
    if (error instanceof AwsError) send(400, { __type: error.name, message: error.name });
    else send(500, { __type: 'InternalFailure', message: 'InternalFailure' });
  }
}
