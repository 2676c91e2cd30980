import { isId } from '../../shared/crypto/id.ts';
import { revokeTokenSessions } from '../../shared/token/change.ts';
import { administer } from '../http/administer.ts';
import { ifMatch } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { retention } from '../runtime/settings.ts';
import { refusal } from './refusals.ts';
import { revokeSessions as route } from './routes.ts';

export const handler = administer(route, async ({ params, principal, origin, header, log }) => {
  const expected = ifMatch(header('if-match'));
  if (!isId(params.id)) throw refusal('token_not_found');
  log({ tokenId: params.id });
  const context = { origin, scope: principal.scope, expected, retention: await retention(origin.time) };
  const { outcome } = await revokeTokenSessions(db, params.id, context);
  if (outcome !== 'changed') throw refusal(outcome);
  return { status: 204 };
});
