import type { Exchange, ExchangeRequest, Introspection } from './api.ts';
import type { Call, CallOptions } from './call.ts';

export const sessionsOf = (call: Call) => ({
  /**
   * Exchanges the code of the login page for a session. A refusal is a `Problem` with the code `code_refused`. Derive
   * `attemptId` from the visitor's browser: the same attempt gets the same session again, another attempt is refused and
   * ends the session. A random one is used when absent, which only retries of this call share.
   *
   * @example const { session, user } = await client.sessions.exchange({ code, attemptId });
   */
  exchange: (body: ExchangeRequest, o?: CallOptions): Promise<Exchange> =>
    call('POST /sessions/exchange', {
      ...o,
      body: { ...body, attemptId: body.attemptId ?? crypto.randomUUID() },
      repeatable: true,
    }),
  /**
   * Says whether a session is active: not expired, not revoked, and its user not blocked (RFC 7662).
   *
   * @example const { active } = await client.sessions.introspect(accessToken);
   */
  introspect: (accessToken: string, o?: CallOptions): Promise<Introspection> =>
    call('POST /sessions/introspect', { ...o, form: { token: accessToken }, repeatable: true }),
  /**
   * Revokes a session. An access token without a session is no error (RFC 7009).
   *
   * @example await client.sessions.revoke(accessToken);
   */
  revoke: async (accessToken: string, o?: CallOptions): Promise<void> => {
    await call('POST /sessions/revoke', { ...o, form: { token: accessToken }, repeatable: true });
  },
});
