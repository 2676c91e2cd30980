import { isId } from '../../shared/crypto/id.ts';
import { deleteTokens } from '../../shared/token/delete.ts';
import { administer } from '../http/administer.ts';
import { db } from '../runtime/database.ts';
import { retention } from '../runtime/settings.ts';
import { removeMany as route } from './routes.ts';

export const handler = administer(route, async ({ body, principal, origin, log }) => {
  const ids = [...new Set(body.ids)];
  log({ tokenIds: ids.filter(isId) });
  const { deleted, notFound, failed } = await deleteTokens(db, ids.filter(isId), {
    origin,
    scope: principal.scope,
    retention: await retention(origin.time),
  });
  return {
    status: 200,
    body: { deleted, notFound: [...notFound, ...ids.filter((id) => !isId(id))], failed },
  };
});
