import { limitsOf } from '../../shared/api-key/key-limits.ts';
import { rotateApiKey } from '../../shared/api-key/rotate.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { keyLifetime } from '../runtime/settings.ts';
import { apiKeyView } from '../views/api-key.ts';
import { viewerOf } from '../views/viewer.ts';
import { keyProblem, livesTooLong, readKeyChange } from './path-key.ts';
import { rotateApiKey as route } from './routes.ts';

/** Functions that remember the key refuse a string that works no more within a minute; a new one works at once. */
export const handler = adminHandler(route, async (request) => {
  const { body, principal, audit } = request;
  const { id, expected } = readKeyChange(request);
  const lifetime = await keyLifetime(audit.time);
  const rotation = await rotateApiKey(
    db,
    id,
    { overlap: body.overlap, expiresAt: body.expiresAt ?? undefined },
    { audit, limits: limitsOf(principal, lifetime), expected, historyRetention },
  );
  switch (rotation.outcome) {
    case 'rotated': {
      const { key, string } = rotation;
      return {
        status: 200,
        headers: etag(key),
        body: { ...apiKeyView(key, viewerOf(request)), key: string.reveal() },
      };
    }
    case 'forbidden':
      throw new Problem(
        'forbidden',
        'The new string would outlive the key that asks for it. Name an expiresAt within its life.',
      );
    case 'lives_too_long':
      throw livesTooLong(lifetime);
    case 'expired':
      throw new Problem('invalid_request', 'The key has expired. Say when its new string expires.', {
        errors: [{ pointer: '/expiresAt', detail: 'is required: the key has expired' }],
      });
    default:
      throw keyProblem(rotation.outcome);
  }
});
