import { toSeconds } from '../../shared/clock.ts';
import { historyView } from '../../shared/history/history-view.ts';
import { listEvents } from '../../shared/history/list-events.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { invalidCursor } from '../http/problem.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { listEvents as route } from './routes.ts';

export const handler = adminHandler(route, async ({ query, principal, audit }) => {
  const { limit, cursor, ...filters } = query;
  const context = { limit, cursor, scope: principal.scope, now: toSeconds(audit.time), historyRetention };
  const page = await listEvents(db, filters, context);
  if (page.outcome === 'invalid_cursor') throw invalidCursor();
  return { status: 200, body: { items: page.items.map(historyView), nextCursor: page.nextCursor } };
});
