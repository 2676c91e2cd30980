import { isId } from '../../shared/crypto/id.ts';
import { deleteToken } from '../../shared/token/delete.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { ifMatch } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { tokenRetention } from '../runtime/settings.ts';
import { refusal } from './problems.ts';
import { deleteToken as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params, principal, audit, header, log }) => {
  const expected = ifMatch(header);
  if (!isId(params.id)) throw refusal('token_not_found');
  log({ tokenId: params.id });
  const context = { audit, scope: principal.scope, expected, retention: await tokenRetention(audit.time) };
  const { outcome } = await deleteToken(db, params.id, context);
  if (outcome !== 'deleted') throw refusal(outcome);
  return { status: 204 };
});
