import { createCache } from '../storage/cache.ts';
import type { Database } from '../storage/database.ts';
import type { Settings, SettingsItem } from './settings.ts';
import { getSettingsItem } from './settings-store.ts';

/** The settings in force, and their version: 0 before the first change. */
export type VersionedSettings = { settings: Settings; version: number; updatedAt: number | undefined };

/** The stored settings over the defaults of the deployment. */
export const withDefaults = (item: SettingsItem | undefined, defaults: Settings): VersionedSettings => {
  const { id: _, version = 0, updatedAt, lastEvent: __, ...set } = item ?? {};
  const given = Object.entries(set).filter(([, value]) => value !== undefined);
  return { settings: { ...defaults, ...Object.fromEntries(given) }, version, updatedAt };
};

/** Reads the settings from the database. */
export const getSettings = async (db: Database, defaults: Settings): Promise<VersionedSettings> =>
  withDefaults(await getSettingsItem(db), defaults);

export type SettingsReader = {
  /** The settings at an instant, in epoch milliseconds. */
  (time: number): Promise<Settings>;
  /** Makes the next call read. */
  invalidate(): void;
};

/** Milliseconds after which a change is in force everywhere. */
const CACHE_FOR = 60_000;

/** Reads the settings, once a minute at most. */
export function settingsReader(db: Database, defaults: Settings): SettingsReader {
  const { get, invalidate } = createCache(() => getSettings(db, defaults), { freshFor: CACHE_FOR });
  return Object.assign(async (time: number) => (await get(time)).settings, { invalidate });
}
