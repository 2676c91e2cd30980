import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type Client, type ClientOptions, createClient } from '../../client/src/index.ts';
import { listen } from '../../local/listen.ts';

type Seen = { method: string; target: string; headers: IncomingHttpHeaders; body: string };
type Answer = { status?: number; headers?: Record<string, string>; body?: string };

/** An HTTP service that gives `answers` in turn and repeats the last one. */
export async function pretendService(...answers: Answer[]) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, target: url, headers, body: await text(request) });
    const {
      status = 200,
      headers: sent = {},
      body = '{}',
    } = answers[seen.length - 1] ?? answers.at(-1) ?? {};
    response.writeHead(status, sent).end(body);
  });
  const port = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${port}`;
  const connect = (options: Partial<ClientOptions> = {}): Client =>
    createClient({ url, credentials: 'lk_test', ...options });
  return { url, seen, connect };
}

export const problem = (status: number, code: string, more: object = {}) => ({
  status,
  headers: { 'Content-Type': 'application/problem+json' },
  body: JSON.stringify({
    type: `urn:login-tokens:problem:${code}`,
    title: `Title of ${code}`,
    status,
    code,
    detail: `Detail of ${code}.`,
    requestId: 'r-1',
    ...more,
  }),
});
