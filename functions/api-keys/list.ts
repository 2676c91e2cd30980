import { listApiKeys } from '../../shared/api-key/list.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { invalidCursor } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { apiKeyView } from '../views/api-key.ts';
import { viewerOf } from '../views/viewer.ts';
import { listApiKeys as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { query, principal } = request;
  const page = await listApiKeys(db, { ...query, scope: principal.scope });
  if (page.outcome === 'invalid_cursor') throw invalidCursor();
  const items = page.items.map((key) => apiKeyView(key, viewerOf(request)));
  return { status: 200, body: { items, nextCursor: page.nextCursor } };
});
