import { nonEmptyText, omitUndefined, oneOf } from '../address/search-params.ts';
import { USER_TYPES } from '../labels/labels.tsx';

export type UserSearch = ReturnType<typeof readUserSearch>;

export function readUserSearch(search: Record<string, unknown>) {
  return omitUndefined({
    search: nonEmptyText(search.search),
    type: oneOf(USER_TYPES, search.type),
    cursor: nonEmptyText(search.cursor),
  });
}
