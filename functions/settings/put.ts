import { changeSettings } from '../../shared/settings/change.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag, ifMatch } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { settings, settingsDefaults } from '../runtime/settings.ts';
import { settingsView } from '../views/settings.ts';
import { putSettings as route } from './routes.ts';

/** Other functions see the change within a minute; `npm start`, which is one process, at once. */
export const handler = adminHandler(route, async ({ body, audit, header }) => {
  const expected = ifMatch(header);
  const set = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value ?? undefined]));
  const changed = await changeSettings(db, set, { audit, expected, defaults: settingsDefaults });
  if (changed.outcome === 'version_mismatch')
    throw new Problem('version_mismatch', 'The settings have changed since. Get them again and decide anew.');
  settings.forget();
  return { status: 200, headers: etag(changed), body: settingsView(changed) };
});
