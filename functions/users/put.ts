import { makeUser } from '../../shared/user/put.ts';
import { isUserId } from '../../shared/user/user.ts';
import { administer } from '../http/administer.ts';
import { USER_ID_MESSAGE } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../views/user.ts';
import { userNotFound } from './refusals.ts';
import { put as route } from './routes.ts';

export const handler = administer(route, async ({ params: { id }, body, principal, origin, log }) => {
  if (!isUserId(id)) {
    throw new Problem('invalid_request', 'The id in the path cannot be a user id.', {
      errors: [{ pointer: '/id', detail: USER_ID_MESSAGE }],
    });
  }
  log({ userId: id });
  const { type, name, email, phone, locale, disabled } = body;
  const request = {
    type,
    name,
    email: email ?? undefined,
    phone: phone ?? undefined,
    locale: locale ?? undefined,
    disabled,
  };
  const result = await makeUser(db, id, request, { origin, scope: principal.scope });
  switch (result.outcome) {
    case 'created':
    case 'replaced':
      return { status: result.outcome === 'created' ? 201 : 200, body: userView(result.user) };
    case 'forbidden':
      throw new Problem('forbidden', 'This principal keeps users of its domains only.');
    case 'user_not_found':
      throw userNotFound();
  }
});
