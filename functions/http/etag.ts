import type { ExpectedVersion } from '../../shared/storage/write-until-done.ts';
import { Problem } from './problem.ts';
import type { HeaderLookup } from './request.ts';

const ENTITY_TAGS = /^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/;

/**
 * The versions that `If-Match` allows (RFC 9110, section 13.1.1); undefined: the header is absent. Weak tags match
 * nothing. `*` allows every version, and no missing resource.
 */
export function ifMatch(header: HeaderLookup): ExpectedVersion | undefined {
  const value = header('if-match');
  if (value === undefined) return undefined;
  if (!ENTITY_TAGS.test(value))
    throw new Problem('invalid_request', 'If-Match takes the ETag of what it is about, such as "3".');
  const tags = value.split(',').map((tag) => tag.trim());
  return tags.includes('*')
    ? (version) => version !== undefined
    : (version) => version !== undefined && tags.includes(`"${version}"`);
}

/** Like `ifMatch`, and `If-None-Match: *` (RFC 9110, section 13.1.2) allows creating and forbids replacing. */
export function ifMatchOrNoneMatch(header: HeaderLookup): ExpectedVersion | undefined {
  const expected = ifMatch(header);
  const noneMatch = header('if-none-match');
  if (noneMatch === undefined) return expected;
  if (noneMatch.trim() !== '*' || expected)
    throw new Problem('invalid_request', 'If-None-Match takes * here, and not together with If-Match.');
  return (version) => version === undefined;
}

export const etag = ({ version }: { version: number }) => ({ ETag: `"${version}"` });
