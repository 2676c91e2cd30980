import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { cacheControlOf, consoleHeaders, mediaTypeOf } from '../console/response-headers.ts';

const HOME = '/console/';

/** Paths of files. Every other path is a page of the console, which index.html shows. */
const FILE = /^\/(assets\/.+|[^/]+\.[^/]+)$/;

/** The file that answers a path of the console. CloudFront has the same rule: infra/edge/route-console.js. */
export function fileAt(path: string): string {
  const file = path.slice(HOME.length - 1);
  return FILE.test(file) ? file : '/index.html';
}

/**
 * Returns a handler that serves the built console below `/console/`, as CloudFront does. The handler returns false for
 * other paths. `connect` are the origins that the console calls to sign administrators in.
 */
export function consoleFiles(directory: string, { connect }: { connect: readonly string[] }) {
  const headers = new Map(Object.entries(consoleHeaders({ connect })));
  const serve = sirv(directory, {
    etag: true,
    setHeaders: (response, path) => {
      response.setHeaders(headers);
      response.setHeader('Cache-Control', cacheControlOf(path));
      response.setHeader('Content-Type', mediaTypeOf(path) ?? 'application/octet-stream');
    },
  });

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const [path = ''] = (request.url ?? '').split('?');
    if (path === '/console') {
      response.writeHead(302, { Location: HOME }).end();
      return true;
    }
    if (!path.startsWith(HOME)) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return true;
    }
    request.url = fileAt(path);
    serve(request, response, () => void response.writeHead(404).end());
    return true;
  };
}
