import { createApiKey, limitsOf } from '../../shared/api-key/create.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { apiKeyView } from '../views/api-key.ts';
import { createApiKey as route } from './routes.ts';

export const handler = adminHandler(route, async ({ body, principal, audit }) => {
  const { name, role, domains, expiresAt = null, identity, domain, userId, userField } = body;
  const punchOut =
    identity === undefined || domain === undefined ? undefined : { identity, domain, userId, userField };
  const creation = await createApiKey(
    db,
    { name, role, domains, expiresAt, punchOut },
    { audit, limits: limitsOf(principal), historyRetention },
  );
  switch (creation.outcome) {
    case 'created': {
      const { key, string } = creation;
      return {
        status: 201,
        headers: etag(key),
        body: { ...apiKeyView(key, audit.time), key: string.reveal() },
      };
    }
    case 'forbidden':
      throw new Problem(
        'forbidden',
        'A key may see no other domains than its maker, and may not outlive the maker’s key.',
      );
    case 'user_not_found':
      throw new Problem('user_not_found', 'There is no user of this id. Make the user first.');
  }
});
