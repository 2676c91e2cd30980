import { deleteApiKey } from '../../shared/api-key/delete.ts';
import { grantsAdministration } from '../../shared/identity/provider.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { identityProvider } from '../runtime/identity-provider.ts';
import { keyProblem, readKeyChange } from './path-key.ts';
import { deleteApiKey as route } from './routes.ts';

/** Routes that change or reveal something refuse the key from now on, all others within a minute: they cache keys. */
export const handler = adminHandler(route, async (request) => {
  const { principal, audit } = request;
  const { id, expected } = readKeyChange(request);
  const { outcome } = await deleteApiKey(db, id, {
    audit,
    scope: principal.scope,
    callerKeyId:
      principal.kind === 'identity' || grantsAdministration(identityProvider) ? undefined : principal.keyId,
    expected,
    historyRetention,
  });
  if (outcome !== 'deleted') throw keyProblem(outcome);
  return { status: 204 };
});
