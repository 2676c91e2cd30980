import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { HttpHandler } from '../../functions/http/stack.ts';
import { startGateway } from '../../local/gateway.ts';
import { freePort } from '../../local/listen.ts';

type Seen = { handler: string; event: APIGatewayProxyEventV2; context: Context };

/** The calls of the handlers; each answers with `result`. */
const seen: Seen[] = [];
let result: () => Promise<APIGatewayProxyStructuredResultV2>;
let port: number;
let stop: () => Promise<void>;

const named =
  (handler: string): HttpHandler =>
  (event, context) => {
    seen.push({ handler, event, context });
    return result();
  };

const ROUTES = [
  ['GET', '/things/{id}'],
  ['GET', '/things'],
  ['GET', '/{kind}/special'],
  ['GET', '/things/special'],
  ['POST', '/things/{id}/parts/{part}'],
] as const;

beforeAll(async () => {
  port = await freePort();
  const routes = ROUTES.map(([method, path]) => ({ method, path, handler: named(`${method} ${path}`) }));
  const url = 'https://login.shop.example/base';
  stop = await startGateway({ routes, unmatched: named('$default'), url }, port);
});
afterAll(() => stop());

type Sent = { headers?: Record<string, string | string[]>; body?: string | Buffer; host?: string };

/** Sends the path unchanged; `fetch` would normalise it. */
async function send(method: string, path: string, { headers = {}, body, host = '127.0.0.1' }: Sent = {}) {
  seen.length = 0;
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const request = httpRequest({ host, port, method, path, headers }, (response) => {
        const { statusCode: status = 0, headers: got } = response;
        text(response).then((received) => resolve({ status, headers: got, body: received }), reject);
      });
      request.once('error', reject);
      request.end(body);
    },
  );
}

/** Sends a request and returns the event that the handler got. */
async function deliver(...[method, path, sent]: Parameters<typeof send>): Promise<Seen> {
  result = async () => ({ statusCode: 200, body: '' });
  await send(method, path, sent);
  const [only] = seen;
  if (!only || seen.length > 1) throw new Error(`${seen.length} handlers were called`);
  return only;
}

describe('routing', () => {
  test.each([
    ['GET', '/things', 'GET /things', undefined],
    ['GET', '/things/42', 'GET /things/{id}', { id: '42' }],
    ['GET', '/things/special', 'GET /things/special', undefined],
    ['GET', '/others/special', 'GET /{kind}/special', { kind: 'others' }],
    ['POST', '/things/1/parts/2', 'POST /things/{id}/parts/{part}', { id: '1', part: '2' }],
    ['GET', '/things/a%20b%25c%C3%A9', 'GET /things/{id}', { id: 'a b%cé' }],
    ['GET', '/things/a+b', 'GET /things/{id}', { id: 'a+b' }],
    ['GET', '/%74hings', 'GET /things', undefined],
  ])('%s %s goes to %s', async (method, path, routeKey, parameters) => {
    const { handler, event } = await deliver(method, path);
    expect(handler).toBe(routeKey);
    expect(event.routeKey).toBe(routeKey);
    expect(event.requestContext.routeKey).toBe(routeKey);
    expect(event.pathParameters).toEqual(parameters);
  });

  test.each([
    ['a path that is no route', 'GET', '/nothing'],
    ['another method', 'DELETE', '/things'],
    ['HEAD', 'HEAD', '/things'],
    ['OPTIONS', 'OPTIONS', '/things'],
    ['a slash at the end', 'GET', '/things/'],
    ['a slash in an id, decoded before matching', 'GET', '/things/a%2Fb'],
    ['two slashes', 'GET', '//things'],
    ['another case', 'GET', '/Things'],
  ])('%s goes to $default', async (_, method, path) => {
    const { handler, event } = await deliver(method, path);
    expect(handler).toBe('$default');
    expect(event).toMatchObject({
      routeKey: '$default',
      requestContext: { routeKey: '$default', http: { method } },
    });
    expect(event.pathParameters).toBeUndefined();
  });

  test('a path that cannot be decoded gets 400 from the gateway itself', async () => {
    const { status, body } = await send('GET', '/things/%E0%A4%A');
    expect({ status, body }).toEqual({ status: 400, body: '{"message":"Bad Request"}' });
    expect(seen).toEqual([]);
  });

  test.each([
    'rebound.example',
    `rebound.example:4000`,
    'localhost.rebound.example',
    '127.0.0.1.nip.io',
    '192.0.2.7',
  ])(
    'a request to the host «%s» reaches no handler and no file: a website may have given its name this address',
    async (host) => {
      const { status, body } = await send('GET', '/things', { headers: { host } });
      expect([status, body]).toEqual([421, expect.stringContaining('answers requests to localhost')]);
      expect(seen).toEqual([]);
    },
  );

  test.each(['localhost', 'LOCALHOST:4000', '127.0.0.1:1', '[::1]', '[::1]:4000', 'login.shop.example'])(
    'a request to the host %s is answered',
    async (host) => {
      expect((await deliver('GET', '/things', { headers: { host } })).handler).toBe('GET /things');
    },
  );

  test('localhost is served on IPv6 as on IPv4, where there is such', async () => {
    const { event } = await deliver('GET', '/things', { host: 'localhost' });
    expect(['127.0.0.1', '::1']).toContain(event.requestContext.http.sourceIp);
  });
});

describe('the event', () => {
  test('has the form 2.0', async () => {
    const before = Date.now();
    const { event } = await deliver('GET', '/things/a%2Cb?x=1', { headers: { 'User-Agent': 'test/1' } });
    expect(event).toMatchObject({
      version: '2.0',
      rawPath: '/things/a,b',
      rawQueryString: 'x=1',
      isBase64Encoded: false,
      requestContext: {
        stage: '$default',
        http: {
          method: 'GET',
          path: '/things/a,b',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test/1',
        },
      },
    });
    expect(event.body).toBeUndefined();
    expect(event.requestContext.timeEpoch).toBeGreaterThanOrEqual(before);
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  test('has a request id of its own', async () => {
    const first = await deliver('GET', '/things');
    const second = await deliver('GET', '/things');
    expect(first.event.requestContext.requestId).not.toBe(second.event.requestContext.requestId);
  });

  test('has the query string raw, and decoded with repeats joined by commas', async () => {
    const { event } = await deliver('GET', '/things?a=1&b=x%20y+z&a=2%2C3&c');
    expect(event.rawQueryString).toBe('a=1&b=x%20y+z&a=2%2C3&c');
    expect(event.queryStringParameters).toEqual({ a: '1,2,3', b: 'x y z', c: '' });
    const without = await deliver('GET', '/things?');
    expect(without.event.rawQueryString).toBe('');
    expect(without.event.queryStringParameters).toBeUndefined();
  });

  test('has headers in lower case with repeats joined by commas, and cookies apart', async () => {
    const headers = { 'X-Two': ['1', '2'], Authorization: 'Bearer a', Cookie: 'a=1; b=2,3' };
    const { event } = await deliver('GET', '/things', { headers });
    expect(event.headers).toMatchObject({ 'x-two': '1,2', authorization: 'Bearer a' });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.cookies).toEqual(['a=1', 'b=2,3']);
  });

  test.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/plain', false],
    ['application/xml', false],
    ['text/xml; charset="UTF-8"', false],
    ['text/xml; charset=ISO-8859-1', true],
    ['application/xml;charset=utf-16', true],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=b', true],
    ['application/octet-stream', true],
    ['application/jsonx', true],
    ['application/problem+json', true],
    [undefined, true],
  ])('a body of type %s is in base64: %s', async (type, isBase64Encoded) => {
    const sent = { body: 'a=ü', ...(type && { headers: { 'Content-Type': type } }) };
    const { event } = await deliver('POST', '/things/1/parts/2', sent);
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(event.body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString()).toBe('a=ü');
  });

  test('comes with a Lambda context', async () => {
    const { context } = await deliver('GET', '/things');
    expect(context.functionName).toBe('GET /things');
    expect(context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(context.getRemainingTimeInMillis()).toBeGreaterThan(25_000);
  });
});

describe('the answer', () => {
  test('has the status, headers, cookies and body of the result', async () => {
    result = async () => ({
      statusCode: 201,
      headers: { Location: '/x', 'Content-Type': 'application/json' },
      cookies: ['a=1; Secure', 'b=2'],
      body: '{"ü":1}',
    });
    const { status, headers, body } = await send('GET', '/things');
    expect({ status, body }).toEqual({ status: 201, body: '{"ü":1}' });
    expect(headers).toMatchObject({ location: '/x', 'set-cookie': ['a=1; Secure', 'b=2'] });
    expect(headers['content-type']).toBe('application/json');
  });

  test('is decoded from base64', async () => {
    result = async () => ({
      statusCode: 200,
      body: Buffer.from('ok').toString('base64'),
      isBase64Encoded: true,
    });
    expect((await send('GET', '/things')).body).toBe('ok');
  });

  test('to HEAD has no body', async () => {
    result = async () => ({ statusCode: 404, body: 'not here' });
    expect(await send('HEAD', '/things')).toMatchObject({ status: 404, body: '' });
  });

  test('is a 500 of the gateway’s own when a handler throws', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const error = new Error('private');
    result = () => Promise.reject(error);
    const { status, body } = await send('GET', '/things');
    expect(log).toHaveBeenCalledWith(error);
    expect({ status, body }).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
  });

  test('is 413 to a body of more than 10 MB, which no handler sees', async () => {
    result = async () => ({ statusCode: 200, body: 'seen' });
    const limit = 10 * 1024 * 1024;
    expect((await send('POST', '/things/1/parts/2', { body: Buffer.alloc(limit) })).body).toBe('seen');
    const { status, body } = await send('POST', '/things/1/parts/2', { body: Buffer.alloc(limit + 1) });
    expect({ status, body }).toEqual({ status: 413, body: '{"message":"Request Entity Too Large"}' });
    expect(seen).toEqual([]);
  });
});
