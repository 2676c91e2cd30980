import { createKey } from '../../shared/key/create.ts';
import { Problem } from '../http/problem.ts';
import { serve } from '../http/serve.ts';
import { db } from '../runtime/database.ts';
import { create as route } from './routes.ts';
import { keyView } from './view.ts';

export const handler = serve(route, async ({ body, principal, origin }) => {
  const { name, role, domains, expiresAt = null } = body;
  const creation = await createKey(db, { name, role, domains, expiresAt }, { origin, maker: principal });
  if (creation.outcome === 'forbidden') {
    throw new Problem(
      'forbidden',
      'A key may see no other domains than its maker, and may not outlive the maker’s key.',
    );
  }
  const { key, string } = creation;
  return {
    status: 201,
    body: { ...keyView(key), key: string.reveal() },
  };
});
