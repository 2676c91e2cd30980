import { settingsReader } from '../../shared/settings/read.ts';
import { retentionOf } from '../../shared/settings/settings.ts';
import { db } from './database.ts';

/** What administrators have set, at most a minute ago. */
export const settings = settingsReader(db);

/** Seconds that a token is kept after its end. */
export const retention = async (time: number): Promise<number> => retentionOf(await settings(time));
