import type { Database } from '../storage/database.ts';
import { DEFAULTS, type Settings, type SettingsItem } from './settings.ts';
import { getSettings } from './settings-store.ts';

/** Settings as they are in force, and of which version: 0 before anybody has set any. */
export type VersionedSettings = { settings: Settings; version: number; updatedAt: number | undefined };

export const inForce = (item: SettingsItem | undefined): VersionedSettings => {
  const { id: _, version = 0, updatedAt, lastEvent: __, ...set } = item ?? {};
  const given = Object.entries(set).filter(([, value]) => value !== undefined);
  return { settings: { ...DEFAULTS, ...Object.fromEntries(given) }, version, updatedAt };
};

export const readSettings = async (db: Database): Promise<VersionedSettings> =>
  inForce(await getSettings(db));

/** What holds at an instant, in epoch milliseconds. */
export type SettingsReader = {
  (time: number): Promise<Settings>;
  /** Reads anew at the next call: for whoever has just changed them. */
  forget(): void;
};

/** Changed settings hold everywhere after this long, in milliseconds. */
const CACHE_FOR = 60_000;

/** Reads the settings once a minute; requests that come at once wait for one read. */
export function settingsReader(db: Database): SettingsReader {
  let cached: { read: Promise<VersionedSettings>; until: number } | undefined;
  const current = async (time: number): Promise<Settings> => {
    if (!cached || cached.until <= time) cached = { read: readSettings(db), until: time + CACHE_FOR };
    const { read } = cached;
    try {
      return (await read).settings;
    } catch (error) {
      if (cached?.read === read) cached = undefined;
      throw error;
    }
  };
  const forget = () => {
    cached = undefined;
  };
  return Object.assign(current, { forget });
}
