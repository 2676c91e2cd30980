import { createKey } from '../../shared/api-key/create.ts';
import { administer } from '../http/administer.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { keyView } from '../views/api-key.ts';
import { create as route } from './routes.ts';

export const handler = administer(route, async ({ body, principal, origin }) => {
  const { name, role, domains, expiresAt = null, identity, domain, userId } = body;
  const punchOut = identity === undefined || domain === undefined ? undefined : { identity, domain, userId };
  const creation = await createKey(
    db,
    { name, role, domains, expiresAt, punchOut },
    { origin, maker: principal },
  );
  switch (creation.outcome) {
    case 'created': {
      const { key, string } = creation;
      return { status: 201, body: { ...keyView(key), key: string.reveal() } };
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
