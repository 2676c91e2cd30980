import { offboard } from '../../shared/offboarding/offboard.ts';
import { keyIdOf } from '../../shared/principal/principal.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { Problem } from '../http/problem.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { tokenRetention } from '../runtime/settings.ts';
import { principalIdOf } from './path-principal.ts';
import { offboardPrincipal as route } from './routes.ts';

export const handler = adminHandler(route, async ({ params, principal, audit, log }) => {
  const id = principalIdOf(params);
  const offboarding = await offboard(db, id, {
    audit,
    scope: principal.scope,
    historyRetention,
    retention: await tokenRetention(audit.time),
  });
  switch (offboarding.outcome) {
    case 'offboarded': {
      const { keys, kept, impersonations } = offboarding;
      log({ offboarded: id, tokenIds: impersonations });
      return { status: 200, body: { id, keys, kept, impersonations } };
    }
    case 'own_principal':
      throw new Problem(
        'own_principal',
        keyIdOf(id) === undefined
          ? 'You cannot remove yourself. Let another administrator do it.'
          : 'This key cannot remove itself. Call with another key, or as yourself.',
      );
    case 'forbidden':
      throw new Problem(
        'forbidden',
        'An identity may have access to other domains: only a principal without limit removes it.',
      );
    case 'caller_gone':
      throw new Problem('forbidden', 'You were removed a moment ago, and remove nobody any more.');
    case 'key_not_found':
      throw new Problem('key_not_found', 'There is no API key of this id, and there was none of late.');
  }
});
