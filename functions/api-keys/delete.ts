import { deleteApiKey } from '../../shared/api-key/delete.ts';
import { isId } from '../../shared/crypto/id.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { ifMatch } from '../http/etag.ts';
import { Problem, versionMismatch } from '../http/problem.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { deleteApiKey as route } from './routes.ts';

/** Routes that change or reveal something refuse the key from now on, all others within a minute: they cache keys. */
export const handler = adminHandler(route, async ({ params: { id }, principal, audit, header }) => {
  const expected = ifMatch(header);
  if (!isId(id)) throw notFound();
  const { outcome } = await deleteApiKey(db, id, {
    audit,
    scope: principal.scope,
    expected,
    historyRetention,
  });
  switch (outcome) {
    case 'deleted':
      return { status: 204 };
    case 'key_not_found':
      throw notFound();
    case 'version_mismatch':
      throw versionMismatch();
  }
});

const notFound = (): Problem => new Problem('key_not_found', 'There is no API key of this id.');
