import { isId } from '../../shared/crypto/id.ts';
import { historyView } from '../../shared/history/history-view.ts';
import { listTokenEvents } from '../../shared/history/list-events.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { invalidCursor } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { refusal } from './problems.ts';
import { listTokenEvents as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params, query, principal, log }) => {
  if (!isId(params.id)) throw refusal('token_not_found');
  log({ tokenId: params.id });
  const page = await listTokenEvents(db, params.id, { ...query, scope: principal.scope });
  if (page.outcome === 'invalid_cursor') throw invalidCursor();
  if (page.outcome === 'token_not_found') throw refusal('token_not_found');
  return { status: 200, body: { items: page.items.map(historyView), nextCursor: page.nextCursor } };
});
