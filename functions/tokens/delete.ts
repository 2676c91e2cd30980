import { deleteToken } from '../../shared/token/delete.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { db } from '../runtime/database.ts';
import { readTokenChange } from './path-token.ts';
import { tokenProblem } from './problems.ts';
import { deleteToken as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { id, context } = await readTokenChange(request);
  const { outcome } = await deleteToken(db, id, context);
  if (outcome !== 'deleted') throw tokenProblem(outcome);
  return { status: 204 };
});
