import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Config } from './config.ts';
import { type Cookie, cookiesOf, formatCookie } from './cookies.ts';
import { type Markup, markup } from './markup.ts';
import { crossSitePage, failedPage, notFoundPage } from './pages.ts';

/** The parts of a request that the shop reads. */
export type ShopRequest = {
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  cookie(name: string): string | undefined;
};

export type ShopResponse = {
  /** 200 when absent, or 303 with a `location`. */
  status?: number;
  page?: Markup;
  location?: string;
  cookies?: readonly Cookie[];
  /** Another allowed target of the forms of the page: a source of the Content-Security-Policy. */
  formAction?: string;
  /** Whether a procurement system may show the page in a frame. */
  framed?: boolean;
};

/** Returns undefined for an unknown address. */
export type RequestHandler = (
  method: 'GET' | 'POST',
  request: ShopRequest,
) => Promise<ShopResponse | undefined>;

/** Bytes. */
const FORM_LIMIT = 16_384;

/** Serves the shop. Rejects cross-site forms, sets the security headers, and answers errors. */
export function makeServer(config: Config, handler: RequestHandler, stylesheet: string): Server {
  return createServer(async (request, response) => {
    try {
      if (request.url === '/style.css') sendStylesheet(response, stylesheet);
      else send(response, config, await handle(request, config, handler));
    } catch (error) {
      // Logs only the message: the properties of an error may hold codes and tokens.
      console.error(`storefront: ${error instanceof Error ? error.message : 'it failed'}`);
      send(response, config, { status: 503, page: failedPage });
    }
  });
}

async function handle(
  request: IncomingMessage,
  config: Config,
  handler: RequestHandler,
): Promise<ShopResponse> {
  const { method } = request;
  // Refuses HEAD too: a link preview must not exchange a code.
  if (method !== 'GET' && method !== 'POST') return { status: 405, page: notFoundPage };
  const url = URL.parse(request.url ?? '', config.shopUrl);
  if (!url) return { status: 404, page: notFoundPage };
  // Prevents cross-site request forgery. The callback is for the form of another site, and checks the state.
  if (method === 'POST' && url.pathname !== '/callback' && !isSameOrigin(request, config))
    return { status: 403, page: crossSitePage };
  const form = new URLSearchParams(method === 'POST' ? await readForm(request) : '');
  const shopRequest = {
    path: url.pathname,
    query: url.searchParams,
    form,
    cookie: cookiesOf(request, config),
  };
  const response = await handler(method, shopRequest);
  return response ?? { status: 404, page: notFoundPage };
}

/** Pages cannot forge `Sec-Fetch-Site`. Browsers without it send `Origin` with a form. */
function isSameOrigin({ headers }: IncomingMessage, { shopUrl }: Config): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers.origin === new URL(shopUrl).origin : site === 'same-origin';
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > FORM_LIMIT) throw new Error('a form is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, config: Config, answer: ShopResponse): void {
  const { page, location, status = location === undefined ? 200 : 303, cookies = [] } = answer;
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    // Hides addresses from other sites, and still lets forms of the shop send their Origin.
    'Referrer-Policy': 'same-origin',
    'Content-Security-Policy': contentSecurityPolicy(answer, config),
    ...(location !== undefined && { Location: location }),
    ...(status === 405 && { Allow: 'GET, POST' }),
    ...(page && { 'Content-Type': 'text/html; charset=utf-8' }),
    ...(cookies.length > 0 && { 'Set-Cookie': cookies.map((cookie) => formatCookie(cookie, config)) }),
  });
  response.end(page && markup`<!doctype html>${page}`.markup);
}

/** Allows no script, and no framing except by procurement systems. */
function contentSecurityPolicy({ formAction = '', framed = false }: ShopResponse, config: Config): string {
  const ancestors = framed && config.frameAncestors.length > 0 ? config.frameAncestors.join(' ') : "'none'";
  return [
    "default-src 'none'",
    "style-src 'self'",
    "base-uri 'none'",
    `form-action 'self' ${formAction}`.trim(),
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

function sendStylesheet(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    'Content-Type': 'text/css; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'max-age=3600',
  });
  response.end(text);
}
