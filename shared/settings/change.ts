import { toSeconds } from '../clock.ts';
import { newEvent, type Origin } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import type { Expectation } from '../storage/expectation.ts';
import { untilWritten } from '../storage/write-until-done.ts';
import { inForce, type VersionedSettings } from './read.ts';
import { DEFAULTS, SETTINGS_ID, type Settings, type SettingsItem } from './settings.ts';
import { getSettings, putSettings } from './settings-store.ts';

export type SettingsChange = ({ outcome: 'changed' } & VersionedSettings) | { outcome: 'version_mismatch' };

/**
 * Sets all settings: what is undefined, or what the deployment has itself, is as the deployment has it from then on, so that
 * whoever puts back what they got pins nothing. `expected` tells the versions that may be replaced.
 */
export function changeSettings(
  db: Database,
  set: { [Name in keyof Settings]?: Settings[Name] | undefined },
  { origin, expected }: { origin: Origin; expected: Expectation | undefined },
): Promise<SettingsChange> {
  const lastEvent = newEvent('updated', origin);
  return untilWritten(async () => {
    const { version = 0 } = (await getSettings(db)) ?? {};
    if (expected && !expected(version)) return { outcome: 'version_mismatch' };
    const own = Object.entries(set).filter(([name, value]) => !isDefault(name as keyof Settings, value));
    const item = {
      ...Object.fromEntries(own),
      id: SETTINGS_ID,
      version: version + 1,
      updatedAt: toSeconds(origin.time),
      lastEvent,
    } as SettingsItem;
    return (await putSettings(db, item)) ? { outcome: 'changed', ...inForce(item) } : undefined;
  });
}

const isDefault = (name: keyof Settings, value: unknown): boolean =>
  JSON.stringify(value) === JSON.stringify(DEFAULTS[name]);
