import type { Exchange, ExchangeRequest, Introspection } from './api.ts';
import type { Call, CallOptions } from './call.ts';

export const sessionsOf = (call: Call) => ({
  /**
   * Who the code of the login page stands for. A refusal is a `Problem` of the code `code_refused`. Give an `attemptId`
   * that belongs to the visitor's browser, so that a reload is the same sign-in: another attempt at the code is refused
   * and ends the session. Without one a repetition of this call is the same attempt, and a second call is not.
   */
  exchange: (body: ExchangeRequest, o?: CallOptions): Promise<Exchange> =>
    call('POST /sessions/exchange', {
      ...o,
      body: { ...body, attemptId: body.attemptId ?? crypto.randomUUID() },
      repeatable: true,
    }),
  /** Whether a session still holds: nobody has ended it or blocked its user (RFC 7662). */
  introspect: (accessToken: string, o?: CallOptions): Promise<Introspection> =>
    call('POST /sessions/introspect', { ...o, form: { token: accessToken }, repeatable: true }),
  /** Ends a session, if it is one (RFC 7009). */
  revoke: async (accessToken: string, o?: CallOptions): Promise<void> => {
    await call('POST /sessions/revoke', { ...o, form: { token: accessToken }, repeatable: true });
  },
});
