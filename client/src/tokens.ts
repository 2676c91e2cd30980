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
    /**
     * Reads one page of tokens.
     *
     * @example const { items, nextCursor } = await client.tokens.list({ status: 'active', sort: '-createdAt' });
     */
    list,
    /**
     * Reads all pages, from the query's cursor on. Each page is read when the loop reaches it.
     *
     * @example for await (const { items } of client.tokens.pages({ userId: 'c-42' })) console.log(items.length);
     */
    pages: (query: TokenQuery = {}, o?: CallOptions): AsyncGenerator<Page<Token>, void> =>
      pagesOf((cursor) => list({ ...query, ...(cursor !== undefined && { cursor }) }, o)),
    /**
     * Reads a token, without its string. An unknown id: 404 `token_not_found`.
     *
     * @example const { status, version } = await client.tokens.get('0352x9Rj3vTqYpWc8mKd2L');
     */
    get: (id: string, o?: CallOptions): Promise<Token> => call('GET /tokens/{id}', { ...o, id }),
    /**
     * Creates a token. The response has its string; lists do not. With an `idempotencyKey` (1 to 64 visible characters,
     * no secret) the same body gets the same token for 24 hours, and the call is retried.
     *
     * @example const { loginUrl } = await client.tokens.create({ expiresIn: 3600 }, { idempotencyKey: 'order-7' });
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
    /**
     * Changes the given fields. `ifMatch` with an old version: 412 `version_mismatch`.
     *
     * @example await client.tokens.update('0352x9Rj3vTqYpWc8mKd2L', { status: 'disabled' }, { ifMatch: 3 });
     */
    update: (id: string, changes: TokenChanges, o: Versioned = {}): Promise<Token> =>
      call('PATCH /tokens/{id}', { ...preconditions(o), id, body: changes }),
    /**
     * Replaces the string, and with `userId` the user. The old string is refused at once; of a token for procurement, it
     * works for `overlap` seconds more, 30 days at most.
     *
     * @example const { token, loginUrl } = await client.tokens.rotate('0352x9Rj3vTqYpWc8mKd2L', { overlap: 86_400 });
     */
    rotate: (id: string, body: RotateRequest = {}, o: Versioned = {}): Promise<TokenWithString> =>
      call('POST /tokens/{id}/rotate', { ...preconditions(o), id, body }),
    /**
     * Reads the string of a token. The history records it.
     *
     * @example const { token, loginUrl } = await client.tokens.reveal('0352x9Rj3vTqYpWc8mKd2L');
     */
    reveal: (id: string, o?: CallOptions): Promise<TokenString> =>
      call('POST /tokens/{id}/reveal', { ...o, id, body: {} }),
    /**
     * Deletes a token.
     *
     * @example await client.tokens.remove('0352x9Rj3vTqYpWc8mKd2L', { ifMatch: 3 });
     */
    remove: async (id: string, o: Versioned = {}): Promise<void> => {
      await call('DELETE /tokens/{id}', { ...preconditions(o), id });
    },
    /**
     * Deletes up to 100 tokens independently of each other. The response lists each outcome.
     *
     * @example const { deleted, notFound, failed } = await client.tokens.removeMany(['0352x9Rj3vTqYpWc8mKd2L']);
     */
    removeMany: (ids: readonly string[], o?: CallOptions): Promise<RemovedTokens> =>
      call('POST /tokens/delete', { ...o, body: { ids: [...ids] } }),
    /**
     * Revokes all sessions of a token.
     *
     * @example await client.tokens.revokeSessions('0352x9Rj3vTqYpWc8mKd2L');
     */
    revokeSessions: async (id: string, o: Versioned = {}): Promise<void> => {
      await call('POST /tokens/{id}/sessions/revoke', { ...preconditions(o), id, body: {} });
    },
    /**
     * Reads one page of a token's history, newest first.
     *
     * @example const { items } = await client.tokens.events('0352x9Rj3vTqYpWc8mKd2L', { kind: 'attempts' });
     */
    events: (id: string, query: TokenEventQuery = {}, o?: CallOptions): Promise<Page<HistoryEvent>> =>
      call('GET /tokens/{id}/events', { ...o, id, query }),
    /**
     * Redeems the string of a token for a session. A refusal is a `Problem` with the code `token_refused`. Retries have
     * the same `attemptId`, so they use the token once. A random one is used when absent.
     *
     * @example const { session, user } = await client.tokens.redeem({ token, ip: '192.0.2.7' });
     */
    redeem: (body: RedeemRequest, o?: CallOptions): Promise<SignIn> =>
      call('POST /tokens/redeem', {
        ...o,
        body: { ...body, attemptId: body.attemptId ?? crypto.randomUUID() },
        repeatable: true,
      }),
  };
};
