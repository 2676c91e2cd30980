import { getSettings } from '../../shared/settings/get.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { versionedAnswer } from '../http/etag.ts';
import { db } from '../runtime/database.ts';
import { settingsDefaults } from '../runtime/settings.ts';
import { settingsView } from '../views/settings.ts';
import { getSettings as route } from './routes.ts';

export const handler = adminHandler(route, async ({ header }) => {
  const settings = await getSettings(db, settingsDefaults);
  return versionedAnswer(header, settings, settingsView(settings));
});
