const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** As the parser writes it. It lets more pass, `*` and `;` among it, which have a meaning of their own in a policy. */
const HOST = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\])$/;

/**
 * An address that people may be sent to: https, or http on this machine, whose host is written out, and nobody's
 * credentials in it. Undefined when it is none. What browsers would repair (backslashes, missing slashes, blanks) is
 * no address here: others might read it in another way.
 */
export function parseSecureUrl(text: string): URL | undefined {
  if (!/^https?:\/\/[^/\\]/i.test(text) || /[\s\\\p{Cc}]/u.test(text)) return undefined;
  const url = URL.parse(text);
  if (!url || url.username + url.password !== '' || !HOST.test(url.hostname)) return undefined;
  const secure =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.includes(url.hostname));
  return secure ? url : undefined;
}

/** Where the service itself is found, without a trailing slash: an address without query or fragment, even empty ones. */
export function parseBaseUrl(text: string): string | undefined {
  const url = /[?#]/.test(text) ? undefined : parseSecureUrl(text);
  return url?.href.replace(/\/+$/, '');
}
