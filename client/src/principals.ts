import type { OffboardedIdentity, OffboardedQuery, Offboarding } from './api.ts';
import type { Call, CallOptions } from './call.ts';
import type { Page } from './pages.ts';

export const principalsOf = (call: Call) => ({
  /**
   * Removes a key or an identity, the keys that it made, and its impersonations and punch-outs with their sessions. It can
   * be repeated. Nobody removes themselves: 409 `own_principal`.
   *
   * @example const { keys, impersonations } = await client.principals.offboard('oidc:ada');
   */
  offboard: (id: string, o?: CallOptions): Promise<Offboarding> =>
    call('POST /principals/{id}/offboard', { ...o, id, body: {}, repeatable: true }),
  /**
   * Lets an identity in again. What was ended stays ended.
   *
   * @example await client.principals.reinstate('oidc:ada');
   */
  reinstate: async (id: string, o?: CallOptions): Promise<void> => {
    await call('POST /principals/{id}/reinstate', { ...o, id, body: {}, repeatable: true });
  },
  /**
   * Reads one page of the identities that were removed and not let in again.
   *
   * @example const { items } = await client.principals.listOffboarded({ limit: 100 });
   */
  listOffboarded: (query: OffboardedQuery = {}, o?: CallOptions): Promise<Page<OffboardedIdentity>> =>
    call('GET /principals/offboarded', { ...o, query }),
});
