import { isId } from '../../shared/crypto/id.ts';
import { retentionOf } from '../../shared/settings/settings.ts';
import { rotateToken } from '../../shared/token/rotate.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag, ifMatch } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { sealer } from '../runtime/sealer.ts';
import { settings } from '../runtime/settings.ts';
import { stringView, tokenView } from '../views/token.ts';
import { refusal } from './problems.ts';
import { rotateToken as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params, body, principal, audit, header, log }) => {
  const expected = ifMatch(header);
  if (!isId(params.id)) throw refusal('token_not_found');
  log({ tokenId: params.id });
  const inForce = await settings(audit.time);
  const context = { audit, scope: principal.scope, expected, retention: retentionOf(inForce) };
  const rotation = await rotateToken({ db, sealer }, params.id, { userId: body.userId }, context);
  if (rotation.outcome === 'bound_to_user') {
    throw new Problem('invalid_request', 'The reason of an impersonation is about its user.', {
      errors: [{ pointer: '/userId', detail: 'cannot be given for an impersonation: make another one' }],
    });
  }
  if (rotation.outcome !== 'changed') throw refusal(rotation.outcome);
  const { token, user, string } = rotation;
  return {
    status: 200,
    headers: etag(token),
    body: { ...tokenView(token, user, audit.time), ...stringView(string, token, inForce) },
  };
});
