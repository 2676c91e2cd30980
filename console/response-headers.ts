import { lookup } from 'mrmime';

/**
 * The headers of every file of the console, on CloudFront and on the local gateway. `connect`: the origins of the
 * identity provider that the console sends requests to.
 */
export function consoleHeaders({ connect }: { connect: readonly string[] }): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // `data:` is for images in style sheets. QR codes are inline SVG, which this directive does not cover.
    "img-src 'self' data:",
    ['connect-src', "'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // The console turns no text into markup or code; no injected script may do it either.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** The media type of a file, with the charset where it is text; undefined: nothing is known of it. */
export function mediaTypeOf(file: string): string | undefined {
  const type = lookup(file);
  return type && /^text\/|[+/]xml$/.test(type) ? `${type}; charset=utf-8` : type;
}

/** Assets are cached for a year, because their names contain a hash. All other files are revalidated. */
export const cacheControlOf = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
