import { revealToken } from '../../shared/token/reveal.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { sealer } from '../runtime/sealer.ts';
import { cachedSettings } from '../runtime/settings.ts';
import { tokenStringView } from '../views/token.ts';
import { tokenIdOf } from './path-token.ts';
import { tokenProblem } from './problems.ts';
import { revealToken as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { principal, audit } = request;
  const id = tokenIdOf(request);
  const revelation = await revealToken({ db, sealer }, id, { audit, scope: principal.scope });
  switch (revelation.outcome) {
    case 'revealed': {
      const { string, token } = revelation;
      return { status: 200, body: tokenStringView(string, token, await cachedSettings(audit.time)) };
    }
    case 'not_revealable':
      throw new Problem(
        'forbidden',
        'An impersonation is for the one who made it, and is not revealed to others. Make another one.',
      );
    default:
      throw tokenProblem(revelation.outcome);
  }
});
