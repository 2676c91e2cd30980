import { inScope, isUserId } from '../../shared/user/user.ts';
import { getUser } from '../../shared/user/user-store.ts';
import { administer } from '../http/administer.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { userNotFound } from './refusals.ts';
import { get as route } from './routes.ts';

export const handler = administer(route, async ({ params: { id }, principal, log }) => {
  if (isUserId(id)) log({ userId: id });
  const user = isUserId(id) ? await getUser(db, id) : undefined;
  if (!user || !inScope(principal.scope, user)) throw userNotFound();
  return { status: 200, body: userView(user) };
});
