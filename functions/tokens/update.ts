import { updateToken } from '../../shared/token/change.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { tokenView } from '../views/token.ts';
import { viewerOf } from '../views/viewer.ts';
import { readTokenChange } from './path-token.ts';
import { impersonationProblem, startPageProblem, tokenProblem } from './problems.ts';
import { updateToken as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { body } = request;
  const { status, expiresAt, extra, oneTimeUse, maxUses } = body;
  const disabled = status === undefined ? undefined : status === 'disabled';
  const { id, context } = await readTokenChange(request);
  const update = await updateToken(db, id, { expiresAt, extra, oneTimeUse, maxUses, disabled }, context);
  if (update.outcome === 'impersonation_limits_exceeded') throw impersonationProblem(update.fields, body);
  if (update.outcome === 'bound_limits_exceeded') throw startPageProblem(update.fields, body);
  if (update.outcome !== 'changed') throw tokenProblem(update.outcome);
  const { token, user } = update;
  return { status: 200, headers: etag(token), body: tokenView(token, user, viewerOf(request)) };
});
