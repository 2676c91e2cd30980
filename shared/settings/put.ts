import { toSeconds } from '../clock.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { type VersionedSettings, withDefaults } from './get.ts';
import { SETTINGS_ID, type Settings, type SettingsItem } from './settings.ts';
import { getSettingsItem, storeSettings } from './settings-store.ts';

export type SettingsPut = ({ outcome: 'changed' } & VersionedSettings) | { outcome: 'version_mismatch' };

/**
 * Replaces all settings. A setting that is undefined or equal to its default is not stored and follows the deployment:
 * a PUT of the answer of a GET fixes no default.
 */
export function putSettings(
  db: Database,
  set: { [Name in keyof Settings]?: Settings[Name] | undefined },
  {
    audit,
    expected,
    defaults,
  }: { audit: AuditContext; expected: ExpectedVersion | undefined; defaults: Settings },
): Promise<SettingsPut> {
  const lastEvent = newEvent('updated', audit);
  const isDefault = (name: keyof Settings, value: unknown) =>
    JSON.stringify(value) === JSON.stringify(defaults[name]);
  return writeUntilDone(async () => {
    const { version = 0 } = (await getSettingsItem(db)) ?? {};
    if (expected && !expected(version)) return { outcome: 'version_mismatch' };
    const own = Object.entries(set).filter(([name, value]) => !isDefault(name as keyof Settings, value));
    const item = {
      ...Object.fromEntries(own),
      id: SETTINGS_ID,
      version: version + 1,
      updatedAt: toSeconds(audit.time),
      lastEvent,
    } as SettingsItem;
    return (await storeSettings(db, item))
      ? { outcome: 'changed', ...withDefaults(item, defaults) }
      : undefined;
  });
}
