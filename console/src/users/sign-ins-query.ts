import { queryOptions } from '@tanstack/react-query';
import type { Token } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { ATTEMPT_LIMIT, lastUsed, mergeEvents } from './sign-ins.ts';

/** The latest attempts to sign in as a user. History is stored by token, so this is one request per token. */
export const signInsQuery = (userId: string, tokens: readonly Token[]) => {
  const ids = lastUsed(tokens).map(({ id }) => id);
  return queryOptions({
    queryKey: ['token-events', 'of-user', userId, ids],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        ids.map((id) => api.tokens.events(id, { kind: 'attempts', limit: ATTEMPT_LIMIT }, { signal })),
      );
      return mergeEvents(pages.map(({ items }) => items));
    },
  });
};
