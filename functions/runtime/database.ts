import { keyAuthenticator } from '../../shared/api-key/authenticate.ts';
import { openDatabase } from '../../shared/storage/database.ts';

/** What a function makes once, when it is loaded, for all its requests. */
export const db = openDatabase();
export const authenticateKey = keyAuthenticator(db);
