import { isId } from '../../shared/crypto/id.ts';
import { revealToken } from '../../shared/token/reveal.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { sealer } from '../runtime/sealer.ts';
import { settings } from '../runtime/settings.ts';
import { stringView } from '../views/token.ts';
import { refusal } from './problems.ts';
import { revealToken as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params, principal, audit, log }) => {
  if (!isId(params.id)) throw refusal('token_not_found');
  log({ tokenId: params.id });
  const revelation = await revealToken({ db, sealer }, params.id, { audit, scope: principal.scope });
  if (revelation.outcome === 'not_revealable') {
    throw new Problem(
      'forbidden',
      'An impersonation is for the one who made it, and is not revealed to others. Make another one.',
    );
  }
  if (revelation.outcome !== 'revealed') throw refusal(revelation.outcome);
  const { string, token } = revelation;
  return { status: 200, body: stringView(string, token, await settings(audit.time)) };
});
