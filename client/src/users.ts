import type { User, UserQuery, UserRequest } from './api.ts';
import type { Call, CallOptions } from './call.ts';
import type { Page } from './pages.ts';
import { preconditions, type Versioned, type VersionedPut } from './versioned.ts';

export const usersOf = (call: Call) => ({
  /** One page of the users whose name or address has words that begin so. */
  list: (query: UserQuery = {}, o?: CallOptions): Promise<Page<User>> => call('GET /users', { ...o, query }),
  get: (id: string, o?: CallOptions): Promise<User> => call('GET /users/{id}', { ...o, id }),
  /**
   * Creates or replaces a user. An absent `disabled` leaves it as it is; any other absent field is removed. Without
   * `ifMatch` and `ifNoneMatch` the call is repeated when no answer came.
   */
  put: (id: string, body: UserRequest, o: VersionedPut = {}): Promise<User> =>
    call('PUT /users/{id}', {
      ...preconditions(o),
      id,
      body,
      // The lost answer may have been a success: its repetition would then fail with 412.
      repeatable: o.ifMatch === undefined && o.ifNoneMatch === undefined,
    }),
  remove: async (id: string, o: Versioned = {}): Promise<void> => {
    await call('DELETE /users/{id}', { ...preconditions(o), id });
  },
  /** Ends all sessions of a user. */
  revokeSessions: async (id: string, o: Versioned = {}): Promise<void> => {
    await call('POST /users/{id}/sessions/revoke', { ...preconditions(o), id, body: {} });
  },
});
