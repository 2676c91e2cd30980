import { getSettings } from '../../shared/settings/get.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { settingsDefaults } from '../runtime/settings.ts';
import { settingsView } from '../views/settings.ts';
import { getSettings as route } from './routes.ts';

export const handler = adminHandler(route, async () => {
  const settings = await getSettings(db, settingsDefaults);
  return { status: 200, headers: etag(settings), body: settingsView(settings) };
});
