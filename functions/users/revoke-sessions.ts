import { revokeUserSessions } from '../../shared/user/change.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { preconditions } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { userIdOf, userProblem } from './path-user.ts';
import { revokeUserSessions as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { principal, audit, header } = request;
  const context = { audit, scope: principal.scope, expected: preconditions(header) };
  const { outcome } = await revokeUserSessions(db, userIdOf(request), context);
  if (outcome !== 'revoked') throw userProblem(outcome);
  return { status: 204 };
});
