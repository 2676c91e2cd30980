import { userQuery } from '../../../functions/users/schemas.ts';
import { readerOf } from '../address/by-schema.ts';

const { limit: _, ...entries } = userQuery().entries;

/** Filters and cursor of the list of users. */
export const readUserSearch = readerOf(entries);
export type UserSearch = ReturnType<typeof readUserSearch>;
