import { inScope } from '../../shared/principal/scope.ts';
import { isUserId } from '../../shared/user/user.ts';
import { getUser } from '../../shared/user/user-store.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { userRefusal } from './problems.ts';
import { getUser as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params: { id }, principal, log }) => {
  if (isUserId(id)) log({ userId: id });
  const user = isUserId(id) ? await getUser(db, id) : undefined;
  if (!user || !inScope(principal.scope, user)) throw userRefusal('user_not_found');
  return { status: 200, headers: etag(user), body: userView(user) };
});
