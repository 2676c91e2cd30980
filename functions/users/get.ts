import { inScope } from '../../shared/principal/scope.ts';
import { getUser } from '../../shared/user/user-store.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { conditionalAnswer } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { userIdOf, userProblem } from './path-user.ts';
import { getUser as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const user = await getUser(db, userIdOf(request));
  if (!user || !inScope(request.principal.scope, user)) throw userProblem('user_not_found');
  return conditionalAnswer(request.header, user, userView(user));
});
