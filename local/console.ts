import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { cacheControlOf, consoleHeaders } from '../console/response-headers.ts';

const HOME = '/console/';

/** Files have addresses of their own; every other address below is a page, which the one page of the console shows. */
const FILE = /^\/(assets\/.+|[^/]+\.[^/]+)$/;

/** Which file answers for a path of the console. The same rule runs at CloudFront: infra/edge/route-console.js. */
export function fileAt(path: string): string {
  const file = path.slice(HOME.length - 1);
  return FILE.test(file) ? file : '/index.html';
}

/**
 * Serves the built console below `/console/` as CloudFront does where this is deployed; false when a request is not
 * for it. `connect`: the origins that sign-in of administrators speaks with.
 */
export function consoleFiles(directory: string, { connect }: { connect: readonly string[] }) {
  const headers = new Map(Object.entries(consoleHeaders({ connect })));
  const serve = sirv(directory, {
    etag: true,
    setHeaders: (response, path) => {
      response.setHeaders(headers);
      response.setHeader('Cache-Control', cacheControlOf(path));
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
