import { isId } from '../../shared/crypto/id.ts';
import { findToken } from '../../shared/token/find.ts';
import { fromItem } from '../../shared/token/token-item.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { tokenView } from '../views/token.ts';
import { refusal } from './problems.ts';
import { getToken as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params, principal, audit, log }) => {
  const found = isId(params.id) ? await findToken(db, params.id, principal.scope) : undefined;
  if (!found) throw refusal('token_not_found');
  const token = fromItem(found.item);
  log({ tokenId: token.id });
  return { status: 200, headers: etag(token), body: tokenView(token, found.user, audit.time) };
});
