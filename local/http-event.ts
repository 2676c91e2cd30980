import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The route of a request (`$default`: none) and the parts of its path. */
export type Target = {
  routeKey: string;
  /** Decoded. */
  path: string;
  parameters: Record<string, string> | undefined;
  rawQuery: string;
};

/** The event of a request in payload format 2.0. */
export function toEvent(request: IncomingMessage, body: Buffer, target: Target): APIGatewayProxyEventV2 {
  const { routeKey, path, parameters, rawQuery } = target;
  const headers = joinedHeaders(request);
  const { cookie, ...others } = headers;
  const cookies = cookie?.split(/; */).filter((part) => part !== '');
  const host = headers.host ?? 'localhost';
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: rawQuery,
    ...(cookies && { cookies }),
    headers: others,
    ...(rawQuery !== '' && { queryStringParameters: joinedParameters(rawQuery) }),
    ...(parameters && { pathParameters: parameters }),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: host,
      domainPrefix: host.split('.')[0] ?? host,
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceIp(request),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...encoded(body, headers['content-type']),
  };
}

function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const headers = Object.entries(request.headersDistinct).map(([name, values = []]) => [
    name,
    // Cookies may contain commas.
    values.join(name === 'cookie' ? '; ' : ','),
  ]);
  return Object.fromEntries(headers);
}

function joinedParameters(rawQuery: string): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

/** Node writes IPv4 addresses as `::ffff:192.0.2.1`. */
const sourceIp = ({ socket }: IncomingMessage): string =>
  (socket.remoteAddress ?? '').replace(/^::ffff:/, '');

const TEXT = /^(text\/[^;]+|application\/(json|javascript|xml))\s*(;|$)/i;

const OTHER_CHARSET = /;\s*charset\s*=\s*(?!"?utf-?8\b)/i;

/**
 * API Gateway delivers text types as text, and all others in base64: forms and bodies without a type too, and text in
 * another charset.
 */
function encoded(body: Buffer, type = ''): Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !TEXT.test(type.trim()) || OTHER_CHARSET.test(type);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

/** Such as `22/Nov/2026:07:00:00 +0000`. */
function commonLogTime(date: Date): string {
  const [, day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
