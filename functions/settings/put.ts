import { putSettings } from '../../shared/settings/put.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag, preconditions } from '../http/etag.ts';
import { Problem, versionMismatch } from '../http/problem.ts';
import { config } from '../runtime/config.ts';
import { db } from '../runtime/database.ts';
import { cachedSettings, settingsDefaults } from '../runtime/settings.ts';
import { settingsView } from '../views/settings.ts';
import { putSettings as route } from './routes.ts';

/** A change reaches other functions within a minute, and this one at once. */
export const handler = adminHandler(route, async ({ body, audit, header }) => {
  const expected = preconditions(header);
  refuseForeignAppUrl(body.appUrl ?? undefined);
  const settings = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, value ?? undefined]),
  );
  const changed = await putSettings(db, settings, { audit, expected, defaults: settingsDefaults });
  if (changed.outcome === 'version_mismatch') throw versionMismatch();
  cachedSettings.invalidate();
  return { status: 200, headers: etag(changed), body: settingsView(changed) };
});

/** Links hold tokens: whoever serves their address gets them. So the deployment says which addresses there are. */
function refuseForeignAppUrl(appUrl: string | undefined): void {
  const allowed = [config.appUrl, ...config.allowedAppUrls];
  if (appUrl === undefined || allowed.includes(appUrl)) return;
  throw new Problem(
    'invalid_request',
    'The deployment decides where login links may lead (allowedAppUrls).',
    {
      errors: [{ pointer: '/appUrl', detail: `must be one of ${allowed.join(', ')}` }],
    },
  );
}
