import { given, oneOf, text } from '../address/search-params.ts';
import { USER_TYPES } from '../labels/labels.tsx';

export type UserSearch = ReturnType<typeof readUserSearch>;

export function readUserSearch(search: Record<string, unknown>) {
  return given({
    search: text(search.search),
    type: oneOf(USER_TYPES, search.type),
    cursor: text(search.cursor),
  });
}
