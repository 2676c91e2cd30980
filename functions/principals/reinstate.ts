import { markReinstated } from '../../shared/api-key/principal-store.ts';
import { newEvent } from '../../shared/event/event.ts';
import { isIdentityId } from '../../shared/principal/principal.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { Problem } from '../http/problem.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { principalIdOf } from './path-principal.ts';
import { reinstatePrincipal as route } from './routes.ts';

/** The provider decides again whether the identity has a role. What was ended stays ended. */
export const handler = adminHandler(route, async ({ params, audit }) => {
  const id = principalIdOf(params);
  if (!isIdentityId(id)) {
    throw new Problem('invalid_request', 'A key that was deleted does not come back.', {
      errors: [{ pointer: '/id', detail: 'must be of an identity (oidc:…): make a new key instead' }],
    });
  }
  const event = newEvent('reinstated', audit);
  await markReinstated(db, id, { event, retention: historyRetention, time: audit.time });
  return { status: 204 };
});
