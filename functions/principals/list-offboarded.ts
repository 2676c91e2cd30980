import { toTimestamp } from '../../shared/clock.ts';
import { listOffboarded } from '../../shared/offboarding/list.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { invalidCursor } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { listOffboarded as route } from './routes.ts';

export const handler = adminHandler(route, async ({ query }) => {
  const page = await listOffboarded(db, query);
  if (page.outcome === 'invalid_cursor') throw invalidCursor();
  const items = page.items.map(({ id, at, by }) => ({
    id,
    offboardedAt: toTimestamp(at),
    offboardedBy: by,
  }));
  return { status: 200, body: { items, nextCursor: page.nextCursor } };
});
