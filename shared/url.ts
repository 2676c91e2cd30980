const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** A host name or an address of IPv6. The parser also accepts `*` and `;`, which mean something in a Content-Security-Policy. */
const HOST = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\])$/;

/**
 * Parses a URL of https, or of http on the local machine, without credentials; undefined for any other text. Rejects what
 * browsers repair (backslashes, missing slashes, white space), because another parser may read it as another URL.
 */
export function parseSecureUrl(text: string): URL | undefined {
  if (!/^https?:\/\/[^/\\]/i.test(text) || /[\s\\\p{Cc}]/u.test(text)) return undefined;
  const url = URL.parse(text);
  if (!url || url.username + url.password !== '' || !HOST.test(url.hostname)) return undefined;
  const secure =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.includes(url.hostname));
  return secure ? url : undefined;
}

/**
 * A URL of an app: a private-use scheme with a dot in it, which is the reverse of a domain name of the app's maker (RFC 8252,
 * section 7.1). So it is neither `javascript:` nor `data:`, `file:` or `intent:`.
 */
const APP_URL = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/[^\s"<>\\^`{|}@]*$/;

/** Parses the URL of a storefront or of an app; undefined for any other text. */
export function parseReturnUrl(text: string): URL | undefined {
  return APP_URL.test(text) && !/\p{Cc}/u.test(text) ? (URL.parse(text) ?? undefined) : parseSecureUrl(text);
}

/** Parses a secure URL without query or fragment, even empty ones, and returns it without a trailing slash. */
export function parseBaseUrl(text: string): string | undefined {
  const url = /[?#]/.test(text) ? undefined : parseSecureUrl(text);
  return url?.href.replace(/\/+$/, '');
}
