import { apiKeyAuthenticator } from '../../shared/api-key/authenticate.ts';
import { openDatabase } from '../../shared/storage/database.ts';
import { config } from './config.ts';

export const db = openDatabase(config);
export const authenticateApiKey = apiKeyAuthenticator(db);

/** Seconds that the history is kept. */
export const { historyRetention } = config;
