import type { User, UserQuery, UserRequest } from './api.ts';
import type { Call, CallOptions } from './call.ts';
import type { Page } from './pages.ts';

export const usersOf = (call: Call) => ({
  /** One page of the users whose name or address has words that begin so. */
  list: (query: UserQuery = {}, o?: CallOptions): Promise<Page<User>> => call('GET /users', { ...o, query }),
  get: (id: string, o?: CallOptions): Promise<User> => call('GET /users/{id}', { ...o, id }),
  /** Makes or replaces a user. An absent `disabled` leaves it as it is; anything else that is absent is removed. */
  put: (id: string, body: UserRequest, o?: CallOptions): Promise<User> =>
    call('PUT /users/{id}', { ...o, id, body, repeatable: true }),
  remove: async (id: string, o?: CallOptions): Promise<void> => {
    await call('DELETE /users/{id}', { ...o, id });
  },
  /** Ends all sessions of a user. */
  revokeSessions: async (id: string, o?: CallOptions): Promise<void> => {
    await call('POST /users/{id}/sessions/revoke', { ...o, id, body: {} });
  },
});
