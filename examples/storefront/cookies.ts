import type { IncomingMessage } from 'node:http';
import type { Config } from './config.ts';

export type Cookie = {
  name: string;
  /** Undefined deletes the cookie. */
  value: string | undefined;
  /** Seconds; without it the cookie lasts until the browser is closed. */
  maxAge?: number;
  /** Whether pages in the frame of a procurement system need it. */
  framed?: boolean;
};

/** `__Host-` prevents other hosts of the domain, and plain HTTP, from setting this cookie (RFC 6265bis §4.1.3.2). */
const fullName = (name: string, { shopUrl }: Config): string =>
  shopUrl.startsWith('https:') ? `__Host-shop-${name}` : `shop-${name}`;

/**
 * `Lax` cookies are sent with links and redirects from other sites, but not with their forms or in their frames. A frame
 * needs `SameSite=None; Secure`, and `Partitioned` where the browser blocks third-party cookies.
 */
export function formatCookie({ name, value, maxAge, framed = false }: Cookie, config: Config): string {
  const secure = config.shopUrl.startsWith('https:') ? ['Secure'] : [];
  const inFrames = framed && config.frameAncestors.length > 0;
  const age = value === undefined ? 0 : maxAge;
  return [
    `${fullName(name, config)}=${value ?? ''}`,
    'Path=/',
    'HttpOnly',
    ...(inFrames ? ['SameSite=None', 'Secure', 'Partitioned'] : ['SameSite=Lax', ...secure]),
    ...(age === undefined ? [] : [`Max-Age=${age}`]),
  ].join('; ');
}

/** Reads the cookies of a request by their short names. */
export function cookiesOf(
  { headers }: IncomingMessage,
  config: Config,
): (name: string) => string | undefined {
  const cookies = new Map<string, string>();
  for (const pair of (headers.cookie ?? '').split(/; */)) {
    const at = pair.indexOf('=');
    if (at > 0) cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return (name) => cookies.get(fullName(name, config)) || undefined;
}
