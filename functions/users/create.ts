import { createUser } from '../../shared/user/put.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { outsideDomains } from './path-user.ts';
import { createUser as route } from './routes.ts';
import { userOfRequest } from './schemas.ts';

export const handler = adminHandler(route, async ({ body, principal, audit, log }) => {
  const creation = await createUser(db, userOfRequest(body), { audit, scope: principal.scope });
  if (creation.outcome === 'forbidden') throw outsideDomains();
  const { user } = creation;
  log({ userId: user.id });
  return {
    status: 201,
    headers: { Location: `/users/${user.id}`, ...etag(user) },
    body: userView(user),
  };
});
