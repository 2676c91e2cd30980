import { readSettings } from '../../shared/settings/read.ts';
import { administer } from '../http/administer.ts';
import { etag } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { settingsView } from '../views/settings.ts';
import { get as route } from './routes.ts';

export const handler = administer(route, async () => {
  const present = await readSettings(db);
  return { status: 200, headers: etag(present), body: settingsView(present) };
});
