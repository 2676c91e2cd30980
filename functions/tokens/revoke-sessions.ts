import { revokeTokenSessions } from '../../shared/token/change.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { db } from '../runtime/database.ts';
import { readTokenChange } from './path-token.ts';
import { tokenProblem } from './problems.ts';
import { revokeTokenSessions as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { id, context } = await readTokenChange(request);
  const { outcome } = await revokeTokenSessions(db, id, context);
  if (outcome !== 'changed') throw tokenProblem(outcome);
  return { status: 204 };
});
