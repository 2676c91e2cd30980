import type { Expectation } from '../../shared/storage/expectation.ts';
import { Problem } from './problem.ts';

const ENTITY_TAGS = /^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/;

/** The versions that `If-Match` (RFC 9110, section 13.1.1) allows; undefined when the header is absent. Weak tags match nothing. */
export function ifMatch(header: string | undefined): Expectation | undefined {
  if (header === undefined) return undefined;
  if (!ENTITY_TAGS.test(header))
    throw new Problem('invalid_request', 'If-Match takes the ETag of what it is about, such as "3".');
  const tags = header.split(',').map((tag) => tag.trim());
  return tags.includes('*') ? () => true : (version) => tags.includes(`"${version}"`);
}

export const etag = ({ version }: { version: number }) => ({ ETag: `"${version}"` });
