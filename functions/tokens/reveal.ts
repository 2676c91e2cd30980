import { isId } from '../../shared/crypto/id.ts';
import { revealToken } from '../../shared/token/reveal.ts';
import { serve } from '../http/serve.ts';
import { db } from '../runtime/database.ts';
import { sealer } from '../runtime/sealer.ts';
import { refusal } from './refusals.ts';
import { reveal as route } from './routes.ts';
import { stringView } from './view.ts';

export const handler = serve(route, async ({ params, principal, origin, log }) => {
  if (!isId(params.id)) throw refusal('token_not_found');
  log({ tokenId: params.id });
  const revelation = await revealToken({ db, sealer }, params.id, { origin, scope: principal.scope });
  if (revelation.outcome !== 'revealed') throw refusal(revelation.outcome);
  return { status: 200, body: stringView(revelation.string) };
});
