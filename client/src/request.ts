import { Problem } from './problem.ts';

type Content = { headers?: Record<string, string | undefined>; body?: object; form?: object };

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Checks the URL of the service, and removes slashes at its end. Credentials and tokens go there: it must be https, but
 * for a service on this machine.
 */
export function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // `fetch` would show a password of the URL in its errors.
  if (!url || !/^https?:/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError(
      'the url of the service must be an http address without credentials, query and fragment',
    );
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw new TypeError(
      'the url of the service must be an https address: by http, everybody on the way reads keys and tokens (http is for localhost, 127.0.0.1 and [::1])',
    );
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/**
 * Inserts the id into a path. An id with a slash or of dots alone would lead to another operation, since the gateway
 * decodes paths before it routes them. Such ids do not exist, so this throws 404 `not_found` without a request.
 */
export function pathOf(path: string, id: string | undefined): string {
  if (id === undefined) return path;
  if (/^\.{0,2}$|\//.test(id)) throw noSuchPath();
  return path.replace('{id}', encodeURIComponent(id));
}

const noSuchPath = (): Problem =>
  new Problem({
    status: 404,
    code: 'not_found',
    title: 'There is nothing at this path',
    detail: 'Nothing can have this id.',
    requestId: '',
  });

/** Joins lists by commas. */
export function queryOf(query: object = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text === '' ? '' : `?${text}`;
}

/** The headers and the body of a request. */
export function contentOf({ headers = {}, body, form }: Content): RequestInit {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const sent = Object.fromEntries(given);
  if (form) return { headers: sent, body: new URLSearchParams(Object.entries(form)) };
  if (body) return { headers: { ...sent, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return { headers: sent };
}
