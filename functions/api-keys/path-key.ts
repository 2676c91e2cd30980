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
export function keyProblem(outcome: 'key_not_found' | 'version_mismatch' | 'last_administrator'): Problem {
  switch (outcome) {
    case 'key_not_found':
      return new Problem('key_not_found', 'There is no API key of this id.');
    case 'last_administrator':
      return new Problem(
        'last_administrator',
        'This is the last key that may make keys for everybody. Make another administrator’s key first.',
      );
    case 'version_mismatch':
      return versionMismatch();
  }
}

/** Names the longest life of a key, in seconds, as days. */
export const livesTooLong = (lifetime: number): Problem =>
  new Problem('invalid_request', 'No key lives that long here: the setting keyLifetimeDays says how long.', {
    errors: [{ pointer: '/expiresAt', detail: `must be within ${lifetime / 86_400} days` }],
  });
