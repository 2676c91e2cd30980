import type { TokenQuery } from '../../../client/src/index.ts';
import type { TokenSearch } from './search.ts';

export type TokenFilters = Omit<TokenSearch, 'cursor' | 'sort'>;

/** What an address asks the API for, without the place in the list. */
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

/** Ids as people paste them: with commas, blanks or lines between. */
export const splitIds = (text: string): string[] => text.split(/[\s,;]+/).filter((id) => id !== '');

/** What is filtered, without order and place. */
export function filtersOf({ cursor: _, sort: __, ...filters }: TokenSearch): TokenFilters {
  return filters;
}
