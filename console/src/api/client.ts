import { type ClientOptions, createClient } from '../../../client/src/index.ts';
import { credentials, currentSession, endSession } from '../session/session.ts';

const options: ClientOptions = {
  url: location.origin,
  credentials,
  // An answer that the credentials are not good ends the session, whoever asked.
  fetch: async (target, init) => {
    const session = currentSession();
    const response = await fetch(target, init);
    if (response.status === 401) endSession(session);
    return response;
  },
};

/** The API beside this console. Repeating is the query cache's affair. */
export const api = createClient({ ...options, retries: 0 });

/** For what is read in very many steps, none of which is to be in vain. */
export const retryingApi = createClient({ ...options, retries: 4 });

/** What needs no credentials. */
export const publicApi = createClient({ url: location.origin, retries: 1 });
