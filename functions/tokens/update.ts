import { isId } from '../../shared/crypto/id.ts';
import { updateToken } from '../../shared/token/change.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag, ifMatch } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { tokenRetention } from '../runtime/settings.ts';
import { tokenView } from '../views/token.ts';
import { impersonationRefusal, refusal } from './problems.ts';
import { updateToken as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params, body, principal, audit, header, log }) => {
  const { status, expiresAt, extra, oneTimeUse, maxUses } = body;
  const expected = ifMatch(header);
  if (!isId(params.id)) throw refusal('token_not_found');
  log({ tokenId: params.id });
  const changed = await updateToken(
    db,
    params.id,
    {
      expiresAt,
      extra,
      oneTimeUse,
      maxUses,
      disabled: status === undefined ? undefined : status === 'disabled',
    },
    { audit, scope: principal.scope, expected, retention: await tokenRetention(audit.time) },
  );
  if (changed.outcome === 'beyond_impersonation') throw impersonationRefusal(changed.fields, body);
  if (changed.outcome !== 'changed') throw refusal(changed.outcome);
  const { token, user } = changed;
  return { status: 200, headers: etag(token), body: tokenView(token, user, audit.time) };
});
