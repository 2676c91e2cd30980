import { createHash } from 'node:crypto';

/** What Content-Security-Policy names an inline script or style by: the digest of exactly its text (CSP3, section 2.3.1). */
export const sourceHash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Lines are for us; every page is sent without them. */
export const onOneLine = (lines: string): string => lines.replace(/\s*\n\s*/g, '');
