import { settingsReader } from '../../shared/settings/get.ts';
import { defaultSettings, keyLifetimeOf, retentionOf } from '../../shared/settings/settings.ts';
import { config } from './config.ts';
import { db } from './database.ts';

/** The values of settings that administrators have not set. */
export const settingsDefaults = defaultSettings(config);

/** The settings in force. A change reaches this function within a minute. */
export const cachedSettings = settingsReader(db, settingsDefaults);

/** Seconds that a token is kept after its end. `time` is epoch milliseconds. */
export const tokenRetention = async (time: number): Promise<number> =>
  retentionOf(await cachedSettings(time));

/** Seconds that a key lives at most. `time` is epoch milliseconds. */
export const keyLifetime = async (time: number): Promise<number> => keyLifetimeOf(await cachedSettings(time));
