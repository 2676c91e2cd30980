import { putUser } from '../../shared/user/put.ts';
import { isUserId } from '../../shared/user/user.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag, ifMatchOrNoneMatch } from '../http/etag.ts';
import { USER_ID_MESSAGE } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { userRefusal } from './problems.ts';
import { putUser as route } from './routes.ts';

export const handler = adminHandler(
  route,
  async ({ params: { id }, body, principal, audit, header, log }) => {
    if (!isUserId(id)) {
      throw new Problem('invalid_request', 'The id in the path cannot be a user id.', {
        errors: [{ pointer: '/id', detail: USER_ID_MESSAGE }],
      });
    }
    log({ userId: id });
    const { email, phone, locale, ...rest } = body;
    const request = {
      type: rest.type,
      name: rest.name,
      disabled: rest.disabled,
      email: email ?? undefined,
      phone: phone ?? undefined,
      locale: locale ?? undefined,
    };
    const expected = ifMatchOrNoneMatch(header);
    const put = await putUser(db, id, request, { audit, scope: principal.scope, expected });
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
        throw userRefusal(put.outcome);
    }
  },
);
