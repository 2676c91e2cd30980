import { deleteUser } from '../../shared/user/put.ts';
import { isUserId } from '../../shared/user/user.ts';
import { administer } from '../http/administer.ts';
import { db } from '../runtime/database.ts';
import { userNotFound } from './refusals.ts';
import { remove as route } from './routes.ts';

export const handler = administer(route, async ({ params: { id }, principal, origin, log }) => {
  if (!isUserId(id)) throw userNotFound();
  log({ userId: id });
  const { outcome } = await deleteUser(db, id, { origin, scope: principal.scope });
  if (outcome === 'user_not_found') throw userNotFound();
  return { status: 204 };
});
