import { deleteUser } from '../../shared/user/change.ts';
import { isUserId } from '../../shared/user/user.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { ifMatch } from '../http/etag.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { userRefusal } from './problems.ts';
import { deleteUser as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params: { id }, principal, audit, header, log }) => {
  const expected = ifMatch(header);
  if (!isUserId(id)) throw userRefusal('user_not_found');
  log({ userId: id });
  const context = { audit, scope: principal.scope, expected, historyRetention };
  const { outcome } = await deleteUser(db, id, context);
  if (outcome !== 'deleted') throw userRefusal(outcome);
  return { status: 204 };
});
