import { STYLE_HASH } from './style.ts';

/** Characters that would begin another directive, policy or keyword. The settings allow no such address either. */
const UNSAFE_IN_SOURCE = /[\s;,'"]/;

const safeSources = (sources: readonly string[]): readonly string[] =>
  [...new Set(sources)].filter((source) => source !== '' && !UNSAFE_IN_SOURCE.test(source));

const sourceList = (sources: readonly string[]): string =>
  sources.length === 0 ? "'none'" : sources.join(' ');

/** Allows nothing but the style sheet of the pages and the sources named here. */
export function contentSecurityPolicy({
  script,
  form,
  frameAncestors,
}: {
  /** The hash of the page's script, if it has one. */
  script?: string;
  /** Schemes to which the response to the page's form may redirect: `form-action` checks redirects too. */
  form?: readonly string[];
  frameAncestors: readonly string[];
}): string {
  return [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    `script-src ${sourceList(script ? [script] : [])}`,
    `form-action ${sourceList(form ? ["'self'", ...safeSources(form)] : [])}`,
    "base-uri 'none'",
    `frame-ancestors ${sourceList(safeSources(frameAncestors))}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
