import { createHash } from 'node:crypto';

/**
 * The `hash-source` by which a Content-Security-Policy allows an inline script or style (CSP Level 3, section 2.3.1). It is
 * of exactly the text between the tags.
 */
export const sourceHash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Removes line breaks with the indentation around them, which are for readers of the code alone. Every page is sent
 * without them.
 */
export const onOneLine = (text: string): string => text.replace(/\s*\n\s*/g, '');
