import { createClient } from '../../client/src/index.ts';
import { credentials } from './session/session.ts';

/** The API beside this console. Repeating is the query cache's affair. */
export const api = createClient({ url: location.origin, credentials, retries: 0 });

/** What needs no credentials. */
export const publicApi = createClient({ url: location.origin, retries: 1 });
