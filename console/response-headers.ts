/**
 * What every file of the console is served with, by CloudFront and by the local gateway alike. `connect`: the origins
 * that sign-in of administrators speaks with, besides the console's own.
 */
export function consoleHeaders({ connect }: { connect: readonly string[] }): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // QR codes and marks are drawn as SVG in the page; `data:` is for those that a style sheet holds.
    "img-src 'self' data:",
    ['connect-src', "'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Nothing in the page turns text into markup or code, and so nothing ever may.
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

/** Names of assets change with what is in them: they hold for a year. Everything else is asked about. */
export const cacheControlOf = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
