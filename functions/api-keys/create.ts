import { createApiKey } from '../../shared/api-key/create.ts';
import { limitsOf } from '../../shared/api-key/key-limits.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { keyLifetime } from '../runtime/settings.ts';
import { apiKeyView } from '../views/api-key.ts';
import { viewerOf } from '../views/viewer.ts';
import { livesTooLong } from './path-key.ts';
import { createApiKey as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { body, principal, audit } = request;
  const { name, role, domains, expiresAt, identity, domain, userId, userField } = body;
  const punchOut =
    identity === undefined || domain === undefined ? undefined : { identity, domain, userId, userField };
  const lifetime = await keyLifetime(audit.time);
  const creation = await createApiKey(
    db,
    { name, role, domains, expiresAt: expiresAt ?? undefined, punchOut },
    { audit, limits: limitsOf(principal, lifetime), historyRetention },
  );
  switch (creation.outcome) {
    case 'created': {
      const { key, string } = creation;
      return {
        status: 201,
        headers: etag(key),
        body: { ...apiKeyView(key, viewerOf(request)), key: string.reveal() },
      };
    }
    case 'forbidden':
      throw new Problem(
        'forbidden',
        'A key may see no other domains than its maker, and may not outlive the maker’s key.',
      );
    case 'too_many_makers':
      throw new Problem(
        'forbidden',
        'Your key goes back to a hundred others. Rotate it instead, or let another administrator make the key.',
      );
    case 'lives_too_long':
      throw livesTooLong(lifetime);
    case 'user_not_found':
      throw new Problem('user_not_found', 'There is no user of this id. Make the user first.');
  }
});
