import { USER_ID_MESSAGE } from '../../shared/user/limits.ts';
import { putUser } from '../../shared/user/put.ts';
import { isUserId } from '../../shared/user/user.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag, preconditions } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { outsideDomains, userProblem } from './path-user.ts';
import { putUser as route } from './routes.ts';
import { userOfRequest } from './schemas.ts';

export const handler = adminHandler(route, async ({ params, body, principal, audit, header, log }) => {
  const { id } = params;
  if (!isUserId(id)) {
    throw new Problem('invalid_request', 'The id in the path cannot be a user id.', {
      errors: [{ pointer: '/id', detail: USER_ID_MESSAGE }],
    });
  }
  log({ userId: id });
  const put = await putUser(db, id, userOfRequest(body), {
    audit,
    scope: principal.scope,
    expected: preconditions(header),
  });
  switch (put.outcome) {
    case 'created':
    case 'replaced': {
      const { outcome, user } = put;
      return { status: outcome === 'created' ? 201 : 200, headers: etag(user), body: userView(user) };
    }
    case 'forbidden':
      throw outsideDomains();
    case 'id_not_allowed':
      throw new Problem(
        'forbidden',
        'This principal is limited to domains: it makes users under ids that are e-mail addresses of these. Send «POST /users» to have the service give an id.',
      );
    case 'user_not_found':
    case 'version_mismatch':
      throw userProblem(put.outcome);
  }
});
