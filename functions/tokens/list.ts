import { toSeconds } from '../../shared/clock.ts';
import { listTokens } from '../../shared/token/list.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { invalidCursor } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { tokenView } from '../views/token.ts';
import { viewerOf } from '../views/viewer.ts';
import { listTokens as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { query, principal, audit } = request;
  const { limit, cursor, ...filters } = query;
  const page = await listTokens(db, filters, {
    limit,
    cursor,
    scope: principal.scope,
    now: toSeconds(audit.time),
  });
  if (page.outcome === 'invalid_cursor') throw invalidCursor();
  const items = page.items.map(({ token, user }) => tokenView(token, user, viewerOf(request)));
  return { status: 200, body: { items, nextCursor: page.nextCursor } };
});
