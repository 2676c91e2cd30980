import type {
  HistoryEvent,
  RedeemRequest,
  RemovedTokens,
  RotateRequest,
  SignIn,
  Token,
  TokenChanges,
  TokenEventQuery,
  TokenQuery,
  TokenRequest,
  TokenString,
  TokenWithString,
} from './api.ts';
import type { Call, CallOptions } from './call.ts';
import { type Page, pagesOf } from './pages.ts';
import { preconditions, type Versioned } from './versioned.ts';

export const tokensOf = (call: Call) => {
  const list = (query: TokenQuery = {}, o?: CallOptions): Promise<Page<Token>> =>
    call('GET /tokens', { ...o, query });
  return {
    /** One page of the tokens that a query finds. */
    list,
    /** All pages, one after the other, from the query's cursor on. */
    pages: (query: TokenQuery = {}, o?: CallOptions): AsyncGenerator<Page<Token>, void> =>
      pagesOf((cursor) => list({ ...query, ...(cursor !== undefined && { cursor }) }, o)),
    get: (id: string, o?: CallOptions): Promise<Token> => call('GET /tokens/{id}', { ...o, id }),
    /**
     * Makes a token; its string is in this answer and in no list. With an `idempotencyKey` (1 to 64 visible characters,
     * no secret) the same body gets the same token for 24 hours, and the call is repeated when no answer came.
     */
    create: (
      body: TokenRequest,
      { idempotencyKey, ...o }: CallOptions & { idempotencyKey?: string | undefined } = {},
    ): Promise<TokenWithString> =>
      call('POST /tokens', {
        ...o,
        body,
        headers: { 'Idempotency-Key': idempotencyKey },
        repeatable: idempotencyKey !== undefined,
      }),
    /** Changes what is given, and leaves the rest. With `ifMatch`: 412 `version_mismatch` if somebody was faster. */
    update: (id: string, changes: TokenChanges, o: Versioned = {}): Promise<Token> =>
      call('PATCH /tokens/{id}', { ...preconditions(o), id, body: changes }),
    /** A new string, and with a `userId` another user; the old string is refused at once. */
    rotate: (id: string, body: RotateRequest = {}, o: Versioned = {}): Promise<TokenWithString> =>
      call('POST /tokens/{id}/rotate', { ...preconditions(o), id, body }),
    /** The string of a token once more; it leaves an event. */
    reveal: (id: string, o?: CallOptions): Promise<TokenString> =>
      call('POST /tokens/{id}/reveal', { ...o, id, body: {} }),
    remove: async (id: string, o: Versioned = {}): Promise<void> => {
      await call('DELETE /tokens/{id}', { ...preconditions(o), id });
    },
    /** Deletes up to 100 tokens, each for itself. */
    removeMany: (ids: readonly string[], o?: CallOptions): Promise<RemovedTokens> =>
      call('POST /tokens/delete', { ...o, body: { ids: [...ids] } }),
    /** Ends all sessions that the token has yielded so far. */
    revokeSessions: async (id: string, o: Versioned = {}): Promise<void> => {
      await call('POST /tokens/{id}/sessions/revoke', { ...preconditions(o), id, body: {} });
    },
    /** What happened to a token, newest first. */
    events: (id: string, query: TokenEventQuery = {}, o?: CallOptions): Promise<Page<HistoryEvent>> =>
      call('GET /tokens/{id}/events', { ...o, id, query }),
    /**
     * Logs in whoever holds the string of a token. A refusal is a `Problem` of the code `token_refused`. Repeated as the
     * same attempt when no answer came: `attemptId` names it, and is made for this call when absent.
     */
    redeem: (body: RedeemRequest, o?: CallOptions): Promise<SignIn> =>
      call('POST /tokens/redeem', {
        ...o,
        body: { ...body, attemptId: body.attemptId ?? crypto.randomUUID() },
        repeatable: true,
      }),
  };
};
