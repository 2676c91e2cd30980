import { queryOptions } from '@tanstack/react-query';
import type { HistoryEvent, Token } from '../../../client/src/index.ts';
import { api } from '../api.ts';

/** Tokens whose attempts are asked for, and attempts that are shown. */
const TOKENS = 8;
const SHOWN = 15;

/** The tokens that were used last: those with the latest attempts are among them. */
export const lastUsed = (tokens: readonly Token[]): Token[] =>
  tokens
    .filter(({ successfulAttempts, failedAttempts }) => successfulAttempts + failedAttempts > 0)
    .sort(
      (one, other) =>
        Date.parse(other.lastAccessedAt ?? other.updatedAt) - Date.parse(one.lastAccessedAt ?? one.updatedAt),
    )
    .slice(0, TOKENS);

/** Attempts of several tokens as one history, newest first. */
export const mergeEvents = (histories: readonly (readonly HistoryEvent[])[]): HistoryEvent[] =>
  histories
    .flat()
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || (other.id > one.id ? 1 : -1))
    .slice(0, SHOWN);

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
