import { findToken } from '../../shared/token/find.ts';
import { toToken } from '../../shared/token/token-item.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { versionedAnswer } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { tokenView } from '../views/token.ts';
import { viewerOf } from '../views/viewer.ts';
import { tokenIdOf } from './path-token.ts';
import { tokenProblem } from './problems.ts';
import { getToken as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { principal } = request;
  const found = await findToken(db, tokenIdOf(request), principal.scope);
  if (!found) throw tokenProblem('token_not_found');
  const token = toToken(found.item);
  return versionedAnswer(request.header, token, tokenView(token, found.user, viewerOf(request)));
});
