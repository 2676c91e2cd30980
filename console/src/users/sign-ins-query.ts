import { queryOptions } from '@tanstack/react-query';
import type { Token } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { lastUsed, mergeEvents, SHOWN } from './sign-ins.ts';

/** The latest attempts to sign in as a user. History is kept by token: it is asked for of each. */
export const signInsQuery = (userId: string, tokens: readonly Token[]) => {
  const ids = lastUsed(tokens).map(({ id }) => id);
  return queryOptions({
    queryKey: ['token-events', 'of-user', userId, ids],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        ids.map((id) => api.tokens.events(id, { kind: 'attempts', limit: SHOWN }, { signal })),
      );
      return mergeEvents(pages.map(({ items }) => items));
    },
  });
};
