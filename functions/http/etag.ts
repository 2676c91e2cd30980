import type { ExpectedVersion } from '../../shared/storage/write-until-done.ts';
import { Problem, versionMismatch } from './problem.ts';
import type { HeaderLookup } from './request.ts';
import type { HttpResponse } from './response.ts';

/** RFC 9110, section 8.8.3. */
const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"/g;
/** A list of tags, each written as `x`. Its elements may be empty (RFC 9110, section 5.6.1.2). */
const LIST = /^[ \t,]*x(?:[ \t]*,[ \t,]*x)*[ \t,]*$/;

/**
 * The versions that `If-Match` and `If-None-Match` of a request allow (RFC 9110, sections 13.1.1 and 13.1.2), where the
 * version of a missing resource is undefined; undefined: the request has neither.
 */
export function preconditions(header: HeaderLookup): ExpectedVersion | undefined {
  const match = entityTags(header('if-match'));
  const noneMatch = entityTags(header('if-none-match'));
  if (!match && !noneMatch) return undefined;
  return (version) =>
    (match === undefined || includes(match, version)) &&
    (noneMatch === undefined || !includes(noneMatch.map(withoutWeakness), version));
}

/**
 * The answer to GET. Throws `version_mismatch` for `If-Match`. The version is for changes alone where the answer changes without
 * it, as that of a token does by each use: so there is no 304.
 */
export function versionedAnswer(
  header: HeaderLookup,
  resource: { version: number },
  body: unknown,
): HttpResponse {
  const match = entityTags(header('if-match'));
  if (match && !includes(match, resource.version)) throw versionMismatch();
  return { status: 200, headers: etag(resource), body };
}

/** The same for a resource that changes with its version alone: 304 for a caller who has this one. */
export function conditionalAnswer(
  header: HeaderLookup,
  resource: { version: number },
  body: unknown,
): HttpResponse {
  const answer = versionedAnswer(header, resource, body);
  return preconditions(header)?.(resource.version) === false
    ? { status: 304, headers: etag(resource) }
    : answer;
}

type EntityTags = readonly string[];

const includes = (tags: EntityTags, version: number | undefined): boolean =>
  version !== undefined && (tags.includes('*') || tags.includes(`"${version}"`));

/** `If-None-Match` compares tags without regard to weakness, `If-Match` never matches a weak one (section 8.8.3.2). */
const withoutWeakness = (tag: string): string => tag.replace(/^W\//, '');

function entityTags(value: string | undefined): EntityTags | undefined {
  if (value === undefined) return undefined;
  if (value.trim() === '*') return ['*'];
  if (!LIST.test(value.replaceAll(/x/g, '?').replaceAll(ENTITY_TAG, 'x')))
    throw new Problem(
      'invalid_request',
      'If-Match and If-None-Match take the ETag of what they are about, such as "3", or *.',
    );
  return value.match(ENTITY_TAG) ?? [];
}

export const etag = ({ version }: { version: number }) => ({ ETag: `"${version}"` });
