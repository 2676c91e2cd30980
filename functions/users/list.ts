import { listUsers } from '../../shared/user/list.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { invalidCursor } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { listUsers as route } from './routes.ts';

export const handler = adminHandler(route, async ({ query, principal }) => {
  const { limit, cursor, ...filters } = query;
  const page = await listUsers(db, filters, { limit, cursor, scope: principal.scope });
  if (page.outcome === 'invalid_cursor') throw invalidCursor();
  return { status: 200, body: { items: page.items.map(userView), nextCursor: page.nextCursor } };
});
