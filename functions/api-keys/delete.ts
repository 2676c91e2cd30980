import { buryKey, getKey } from '../../shared/api-key/api-key-store.ts';
import { visibleKeys } from '../../shared/api-key/visible-keys.ts';
import { isId } from '../../shared/crypto/id.ts';
import { newEvent } from '../../shared/event/event.ts';
import { administer } from '../http/administer.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { remove as route } from './routes.ts';

/** Functions cache principals: the key is refused everywhere within a minute. */
export const handler = administer(route, async ({ params: { id }, principal, origin }) => {
  const key = isId(id) ? await getKey(db, id) : undefined;
  const [visible] = await visibleKeys(db, [key], principal.scope);
  if (!visible || !(await buryKey(db, id, newEvent('deleted', origin)))) {
    throw new Problem('key_not_found', 'There is no API key of this id.');
  }
  return { status: 204 };
});
