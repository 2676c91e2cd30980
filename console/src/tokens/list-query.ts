import type { TokenQuery } from '../../../client/src/index.ts';
import type { TokenSearch } from './search.ts';

export type TokenFilters = Omit<TokenSearch, 'cursor' | 'sort'>;

/** The query of the API for a search, without the cursor. */
export function toQuery({ cursor: _, ...search }: TokenSearch): TokenQuery {
  const { ids, anonymous, neverExpires, oneTimeUse, ...texts } = search;
  return {
    ...texts,
    ...(ids !== undefined && { ids: splitIds(ids) }),
    ...(anonymous !== undefined && { anonymous: anonymous === 'true' }),
    ...(neverExpires !== undefined && { neverExpires: neverExpires === 'true' }),
    ...(oneTimeUse !== undefined && { oneTimeUse: oneTimeUse === 'true' }),
  };
}

/** Splits pasted ids at commas, semicolons and white space. */
export const splitIds = (text: string): string[] => text.split(/[\s,;]+/).filter((id) => id !== '');

/** The search without order and cursor. */
export function filtersOf({ cursor: _, sort: __, ...filters }: TokenSearch): TokenFilters {
  return filters;
}
