import type { ExpectedVersion } from '../../shared/storage/write-until-done.ts';
import { Problem } from './problem.ts';

const ENTITY_TAGS = /^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/;

/**
 * The versions that `If-Match` allows (RFC 9110, section 13.1.1); undefined: the header is absent. Weak tags match
 * nothing. `*` allows every version, and no missing resource.
 */
export function ifMatch(header: string | undefined): ExpectedVersion | undefined {
  if (header === undefined) return undefined;
  if (!ENTITY_TAGS.test(header))
    throw new Problem('invalid_request', 'If-Match takes the ETag of what it is about, such as "3".');
  const tags = header.split(',').map((tag) => tag.trim());
  return tags.includes('*')
    ? (version) => version !== undefined
    : (version) => version !== undefined && tags.includes(`"${version}"`);
}

/** Like `ifMatch`, and `If-None-Match: *` (RFC 9110, section 13.1.2), which allows to create and not to replace. */
export function precondition(header: (name: string) => string | undefined): ExpectedVersion | undefined {
  const expected = ifMatch(header('if-match'));
  const noneMatch = header('if-none-match');
  if (noneMatch === undefined) return expected;
  if (noneMatch.trim() !== '*' || expected)
    throw new Problem('invalid_request', 'If-None-Match takes * here, and not together with If-Match.');
  return (version) => version === undefined;
}

export const etag = ({ version }: { version: number }) => ({ ETag: `"${version}"` });
