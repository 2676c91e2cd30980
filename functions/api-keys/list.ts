import { listApiKeys } from '../../shared/api-key/list.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { invalidCursor } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { apiKeyView } from '../views/api-key.ts';
import { listApiKeys as route } from './routes.ts';

export const handler = adminHandler(route, async ({ query, principal, audit }) => {
  const page = await listApiKeys(db, { ...query, scope: principal.scope });
  if (page.outcome === 'invalid_cursor') throw invalidCursor();
  const items = page.items.map((key) => apiKeyView(key, audit.time));
  return { status: 200, body: { items, nextCursor: page.nextCursor } };
});
