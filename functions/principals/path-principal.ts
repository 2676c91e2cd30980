import { isId } from '../../shared/crypto/id.ts';
import { isIdentityId, keyIdOf } from '../../shared/principal/principal.ts';
import { Problem } from '../http/problem.ts';

/** The id of the principal that the path names, as events have it. Throws `invalid_request` for other text. */
export function principalIdOf({ id }: { id: string }): string {
  if (isIdentityId(id) || isId(keyIdOf(id) ?? '')) return id;
  throw new Problem('invalid_request', 'The path names no principal.', {
    errors: [
      { pointer: '/id', detail: 'must be key:… or oidc:…, as createdBy of a key and by of an event have it' },
    ],
  });
}
