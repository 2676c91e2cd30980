import { isId } from '../../shared/crypto/id.ts';
import { rotateToken } from '../../shared/token/rotate.ts';
import { ifMatch } from '../http/if-match.ts';
import { serve } from '../http/serve.ts';
import { db } from '../runtime/database.ts';
import { sealer } from '../runtime/sealer.ts';
import { refusal } from './refusals.ts';
import { rotate as route } from './routes.ts';
import { etag, stringView, tokenView } from './view.ts';

export const handler = serve(route, async ({ params, body, principal, origin, header, log }) => {
  const expected = ifMatch(header('if-match'));
  if (!isId(params.id)) throw refusal('token_not_found');
  log({ tokenId: params.id });
  const context = { origin, scope: principal.scope, expected };
  const rotation = await rotateToken({ db, sealer }, params.id, { userId: body.userId }, context);
  if (rotation.outcome !== 'changed') throw refusal(rotation.outcome);
  const { token, user, string } = rotation;
  return {
    status: 200,
    headers: etag(token),
    body: { ...tokenView(token, user, origin.time), ...stringView(string) },
  };
});
