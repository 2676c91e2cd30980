import { deleteUser } from '../../shared/user/delete.ts';

import { adminHandler } from '../http/admin-handler.ts';
import { preconditions } from '../http/etag.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { userIdOf, userProblem } from './path-user.ts';
import { deleteUser as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { principal, audit, header } = request;
  const expected = preconditions(header);
  const context = { audit, scope: principal.scope, expected, historyRetention };
  const { outcome } = await deleteUser(db, userIdOf(request), context);
  if (outcome !== 'deleted') throw userProblem(outcome);
  return { status: 204 };
});
