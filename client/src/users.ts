import type { User, UserQuery, UserRequest } from './api.ts';
import type { Call, CallOptions } from './call.ts';
import type { Page } from './pages.ts';
import { preconditions, type Versioned, type VersionedPut } from './versioned.ts';

export const usersOf = (call: Call) => ({
  /**
   * Reads one page of users. `search` finds words of the name or the e-mail address by their beginning.
   *
   * @example const { items } = await client.users.list({ search: 'jane', limit: 10 });
   */
  list: (query: UserQuery = {}, o?: CallOptions): Promise<Page<User>> => call('GET /users', { ...o, query }),
  /**
   * Reads a user. An unknown id: 404 `user_not_found`.
   *
   * @example const { name, version } = await client.users.get('c-42');
   */
  get: (id: string, o?: CallOptions): Promise<User> => call('GET /users/{id}', { ...o, id }),
  /**
   * Creates a user under an id that the service gives. A principal limited to domains creates others only under ids that
   * are addresses of these. The call is not retried.
   *
   * @example const { id } = await client.users.create({ type: 'customer', name: 'Jane Doe', email: 'jane@acme.com' });
   */
  create: (body: UserRequest, o?: CallOptions): Promise<User> => call('POST /users', { ...o, body }),
  /**
   * Creates or replaces a user. An absent `disabled` leaves it as it is; any other absent field is removed. The call is
   * retried only without `ifMatch` and `ifNoneMatch`.
   *
   * @example await client.users.put('c-42', { type: 'contact', name: 'Jane Doe' }, { ifNoneMatch: '*' });
   */
  put: (id: string, body: UserRequest, o: VersionedPut = {}): Promise<User> =>
    call('PUT /users/{id}', {
      ...preconditions(o),
      id,
      body,
      // After a success whose response was lost, the retry of a conditional request fails with 412.
      repeatable: o.ifMatch === undefined && o.ifNoneMatch === undefined,
    }),
  /**
   * Deletes a user. Tokens of the user stop working.
   *
   * @example await client.users.remove('c-42', { ifMatch: 3 });
   */
  remove: async (id: string, o: Versioned = {}): Promise<void> => {
    await call('DELETE /users/{id}', { ...preconditions(o), id });
  },
  /**
   * Revokes all sessions of a user.
   *
   * @example await client.users.revokeSessions('c-42');
   */
  revokeSessions: async (id: string, o: Versioned = {}): Promise<void> => {
    await call('POST /users/{id}/sessions/revoke', { ...preconditions(o), id, body: {} });
  },
});
