import * as v from 'valibot';
import { tokenQuery } from '../../../functions/tokens/query-schemas.ts';
import { tokenRequest } from '../../../functions/tokens/schemas.ts';
import { readerOf } from '../address/by-schema.ts';

const { limit: _, ...listEntries } = tokenQuery().entries;

/** Filters by their names in the API, order and cursor of the list of tokens. */
export const readTokenSearch = readerOf(listEntries);
export type TokenSearch = ReturnType<typeof readTokenSearch>;

const { userId, purpose, expiresIn, extra, reason } = tokenRequest().entries;

const secondsOf = (text: string): number | undefined => Number(text);

/** The values that a link presets in the form of a new token. */
export const readNewTokenSearch = readerOf({
  userId,
  purpose,
  expiresIn: v.pipe(v.string(), v.transform(secondsOf), expiresIn),
  extra,
  reason,
});
export type NewTokenSearch = ReturnType<typeof readNewTokenSearch>;
