import type { HistoryEvent, Token } from '../../../client/src/index.ts';

/** Limits the requests: attempts are loaded by token. */
const TOKEN_LIMIT = 8;
export const ATTEMPT_LIMIT = 15;

/** The tokens that were used last; the latest attempts are among theirs. */
export const lastUsed = (tokens: readonly Token[]): Token[] =>
  tokens
    .filter(({ successfulAttempts, failedAttempts }) => successfulAttempts + failedAttempts > 0)
    .sort(
      (one, other) =>
        Date.parse(other.lastAccessedAt ?? other.updatedAt) - Date.parse(one.lastAccessedAt ?? one.updatedAt),
    )
    .slice(0, TOKEN_LIMIT);

/** Merges the attempts of several tokens, newest first. */
export const mergeEvents = (histories: readonly (readonly HistoryEvent[])[]): HistoryEvent[] =>
  histories
    .flat()
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || (other.id > one.id ? 1 : -1))
    .slice(0, ATTEMPT_LIMIT);
