import { isId } from '../../shared/crypto/id.ts';
import type { ExpectedVersion } from '../../shared/storage/write-until-done.ts';
import { preconditions } from '../http/etag.ts';
import { Problem, versionMismatch } from '../http/problem.ts';
import type { HttpRequest } from '../http/request.ts';
import type { deleteApiKey } from './routes.ts';

/** The key that the path names, and the version that `If-Match` expects. Throws `key_not_found` for other text. */
export function readKeyChange({
  params: { id },
  header,
}: Pick<HttpRequest<typeof deleteApiKey>, 'params' | 'header'>): {
  id: string;
  expected: ExpectedVersion | undefined;
} {
  const expected = preconditions(header);
  if (!isId(id)) throw keyProblem('key_not_found');
  return { id, expected };
}

/** The problem of an outcome that several routes of keys have. */
export function keyProblem(outcome: 'key_not_found' | 'version_mismatch'): Problem {
  switch (outcome) {
    case 'key_not_found':
      return new Problem('key_not_found', 'There is no API key of this id.');
    case 'version_mismatch':
      return versionMismatch();
  }
}
