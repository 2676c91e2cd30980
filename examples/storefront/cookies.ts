import type { IncomingMessage } from 'node:http';
import type { Config } from './config.ts';

export type Cookie = {
  name: string;
  /** undefined: the browser is to forget it. */
  value: string | undefined;
  /** Seconds; absent: until the browser is closed. */
  maxAge?: number;
  /** Whether it is needed in a purchasing system's frame. */
  framed?: boolean;
};

/** `__Host-` keeps neighbouring hosts, and plain HTTP, from planting a cookie of this name (RFC 6265bis §4.1.3.2). */
const fullName = (name: string, { shopUrl }: Config): string =>
  shopUrl.startsWith('https:') ? `__Host-shop-${name}` : `shop-${name}`;

/**
 * `HttpOnly`: no script reads it. `Lax`: it is sent when a page elsewhere leads here, as the service's redirect does, and
 * not with forms or frames of other sites. In a frame a browser sends none but `SameSite=None; Secure`, and where those of
 * third parties are blocked only `Partitioned` ones, which it keeps apart for each site that has the frame.
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
