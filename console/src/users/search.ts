import { given, oneOf, text } from '../search.ts';
import { USER_TYPES } from '../words.ts';

export type UserSearch = ReturnType<typeof readUserSearch>;

export function readUserSearch(search: Record<string, unknown>) {
  return given({
    search: text(search.search),
    type: oneOf(USER_TYPES, search.type),
    cursor: text(search.cursor),
  });
}
