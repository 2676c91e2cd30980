import { listKeys } from '../../shared/api-key/list.ts';
import { administer } from '../http/administer.ts';
import { invalidCursor } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { keyView } from '../views/api-key.ts';
import { list as route } from './routes.ts';

export const handler = administer(route, async ({ query, principal }) => {
  const page = await listKeys(db, { ...query, scope: principal.scope });
  if (page.outcome === 'invalid_cursor') throw invalidCursor();
  return { status: 200, body: { items: page.items.map(keyView), nextCursor: page.nextCursor } };
});
