import { revokeUserSessions } from '../../shared/user/change.ts';
import { isUserId } from '../../shared/user/user.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { ifMatch } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { userRefusal } from './problems.ts';
import { revokeUserSessions as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params: { id }, principal, audit, header, log }) => {
  const expected = ifMatch(header);
  if (!isUserId(id)) throw userRefusal('user_not_found');
  log({ userId: id });
  const { outcome } = await revokeUserSessions(db, id, { audit, scope: principal.scope, expected });
  if (outcome !== 'revoked') throw userRefusal(outcome);
  return { status: 204 };
});
