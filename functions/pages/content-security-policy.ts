import { STYLE_HASH } from './style.ts';

/** What begins another directive or policy, or is a keyword. Settings hold no such address; none may get in here either. */
const SMUGGLING = /[\s;,'"]/;

const plain = (sources: readonly string[]): readonly string[] =>
  [...new Set(sources)].filter((source) => source !== '' && !SMUGGLING.test(source));

const listed = (sources: readonly string[]): string => (sources.length === 0 ? "'none'" : sources.join(' '));

/** Nothing is loaded from anywhere; nothing runs, and nothing is sent anywhere, but what is named here. */
export function contentSecurityPolicy({
  script,
  form,
  frameAncestors,
}: {
  /** The hash of the page's script, if it has one. */
  script?: string;
  /** Where the answer to the page's form, if it has one, may redirect to: `form-action` holds for redirects too. */
  form?: readonly string[];
  frameAncestors: readonly string[];
}): string {
  return [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    `script-src ${listed(script ? [script] : [])}`,
    `form-action ${listed(form ? ["'self'", ...plain(form)] : [])}`,
    "base-uri 'none'",
    `frame-ancestors ${listed(plain(frameAncestors))}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
