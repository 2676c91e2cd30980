import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Config } from './config.ts';
import { type Cookie, cookiesOf, formatCookie } from './cookies.ts';
import { type Markup, markup } from './markup.ts';
import { failedPage, foreignFormPage, unknownPage } from './pages.ts';

/** A request, as far as this shop looks at it. */
export type Visit = {
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  cookie(name: string): string | undefined;
};

export type Answer = {
  /** 200 when absent, or 303 with a `location`. */
  status?: number;
  page?: Markup;
  location?: string;
  cookies?: readonly Cookie[];
  /** Where forms of the page may lead besides this shop: a source of a Content-Security-Policy. */
  formAction?: string;
  /** Whether a purchasing system may show it in a frame. */
  framed?: boolean;
};

/** Answers a visit; undefined: there is nothing there. */
export type Site = (method: 'GET' | 'POST', visit: Visit) => Promise<Answer | undefined>;

/** Bytes of a form. */
const FORM_LIMIT = 16_384;

/** Serves the site, and sees to what holds everywhere: forms of others, headers, and what is said of errors. */
export function makeServer(config: Config, site: Site, stylesheet: string): Server {
  return createServer(async (request, response) => {
    try {
      if (request.url === '/style.css') sendStylesheet(response, stylesheet);
      else send(response, config, await decide(request, config, site));
    } catch (error) {
      // Its message and no more: what surrounds an error of a sign-in holds codes and tokens.
      console.error(`storefront: ${error instanceof Error ? error.message : 'it failed'}`);
      send(response, config, { status: 503, page: failedPage });
    }
  });
}

async function decide(request: IncomingMessage, config: Config, site: Site): Promise<Answer> {
  const { method } = request;
  // HEAD too: whoever only looks must not have a code exchanged.
  if (method !== 'GET' && method !== 'POST') return { status: 405, page: unknownPage };
  // The form of another site would come with this visitor's cookies.
  if (method === 'POST' && !isOwnForm(request, config)) return { status: 403, page: foreignFormPage };
  const url = URL.parse(request.url ?? '', config.shopUrl);
  if (!url) return { status: 404, page: unknownPage };
  const form = new URLSearchParams(method === 'POST' ? await readForm(request) : '');
  const visit = { path: url.pathname, query: url.searchParams, form, cookie: cookiesOf(request, config) };
  const answer = await site(method, visit);
  return answer ?? { status: 404, page: unknownPage };
}

/** Browsers write `Sec-Fetch-Site`, out of the reach of pages; those that do not know it send `Origin` with a form. */
function isOwnForm({ headers }: IncomingMessage, { shopUrl }: Config): boolean {
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

function send(response: ServerResponse, config: Config, answer: Answer): void {
  const { page, location, status = location === undefined ? 200 : 303, cookies = [] } = answer;
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    // Other sites learn nothing of addresses here, and forms here still carry their Origin.
    'Referrer-Policy': 'same-origin',
    'Content-Security-Policy': contentSecurityPolicy(answer, config),
    ...(location !== undefined && { Location: location }),
    ...(status === 405 && { Allow: 'GET, POST' }),
    ...(page && { 'Content-Type': 'text/html; charset=utf-8' }),
    ...(cookies.length > 0 && { 'Set-Cookie': cookies.map((cookie) => formatCookie(cookie, config)) }),
  });
  response.end(page && markup`<!doctype html>${page}`.markup);
}

/** No script runs here at all, and nobody gets to lay a frame over the buttons. */
function contentSecurityPolicy({ formAction = '', framed = false }: Answer, config: Config): string {
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
