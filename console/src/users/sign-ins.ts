import type { HistoryEvent, Token } from '../../../client/src/index.ts';

/** Tokens whose attempts are asked for: each is a request. */
const TOKENS = 8;
/** Attempts that are shown. */
export const SHOWN = 15;

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
