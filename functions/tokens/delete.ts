import { permits } from '../../shared/principal/role.ts';
import { deleteToken } from '../../shared/token/delete.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { readTokenChange } from './path-token.ts';
import { tokenProblem } from './problems.ts';
import { deleteToken as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { id, context } = await readTokenChange(request);
  const { role, id: by } = request.principal;
  const impersonationsOf = permits(role, 'tokens:write') ? undefined : by;
  const { outcome } = await deleteToken(db, id, { ...context, impersonationsOf });
  if (outcome === 'not_own')
    throw new Problem(
      'forbidden',
      `The role ${role} deletes impersonations of its own, and no other tokens.`,
    );
  if (outcome !== 'deleted') throw tokenProblem(outcome);
  return { status: 204 };
});
