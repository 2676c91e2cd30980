import { type ClientOptions, createClient } from '../../../client/src/index.ts';
import { credentials, currentSession, endSession } from '../session/session.ts';

const options: ClientOptions = {
  url: location.origin,
  credentials,
  // Any 401 ends the session that the request was sent in.
  fetch: async (target, init) => {
    const session = currentSession();
    const response = await fetch(target, init);
    if (response.status === 401) endSession(session);
    return response;
  },
};

/** The API of this deployment. The query client does the retries. */
export const api = createClient({ ...options, retries: 0 });

/** For long series of requests outside the query client, such as the export. */
export const retryingApi = createClient({ ...options, retries: 4 });

/** For requests without credentials. */
export const publicApi = createClient({ url: location.origin, retries: 1 });
