import { historyView } from '../../shared/history/history-view.ts';
import { listTokenEvents } from '../../shared/history/list-events.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { invalidCursor } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { tokenIdOf } from './path-token.ts';
import { tokenProblem } from './problems.ts';
import { listTokenEvents as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { query, principal } = request;
  const page = await listTokenEvents(db, tokenIdOf(request), { ...query, scope: principal.scope });
  switch (page.outcome) {
    case 'invalid_cursor':
      throw invalidCursor();
    case 'token_not_found':
      throw tokenProblem(page.outcome);
    case 'listed':
      return { status: 200, body: { items: page.items.map(historyView), nextCursor: page.nextCursor } };
  }
});
