import { USER_ID_MESSAGE } from '../../shared/user/limits.ts';
import { putUser } from '../../shared/user/put.ts';
import { isUserId } from '../../shared/user/user.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag, ifMatchOrNoneMatch } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { userProblem } from './path-user.ts';
import { putUser as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params, body, principal, audit, header, log }) => {
  const { id } = params;
  if (!isUserId(id)) {
    throw new Problem('invalid_request', 'The id in the path cannot be a user id.', {
      errors: [{ pointer: '/id', detail: USER_ID_MESSAGE }],
    });
  }
  log({ userId: id });
  const { type, name, disabled, email, phone, locale } = body;
  const put = await putUser(
    db,
    id,
    {
      type,
      name,
      disabled,
      email: email ?? undefined,
      phone: phone ?? undefined,
      locale: locale ?? undefined,
    },
    { audit, scope: principal.scope, expected: ifMatchOrNoneMatch(header) },
  );
  switch (put.outcome) {
    case 'created':
    case 'replaced': {
      const { outcome, user } = put;
      return { status: outcome === 'created' ? 201 : 200, headers: etag(user), body: userView(user) };
    }
    case 'forbidden':
      throw new Problem('forbidden', 'This principal keeps users of its domains only.');
    case 'user_not_found':
    case 'version_mismatch':
      throw userProblem(put.outcome);
  }
});
