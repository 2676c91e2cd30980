import { settingsReader } from '../../shared/settings/get.ts';
import { defaultSettings, retentionOf } from '../../shared/settings/settings.ts';
import { config } from './config.ts';
import { db } from './database.ts';

/** The settings where administrators have set none. */
export const settingsDefaults = defaultSettings(config);

/** The settings, up to a minute old. */
export const settings = settingsReader(db, settingsDefaults);

/** Seconds that a token is kept after its end. */
export const tokenRetention = async (time: number): Promise<number> => retentionOf(await settings(time));
