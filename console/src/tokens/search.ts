import { nonEmptyText, omitUndefined, oneOf } from '../address/search-params.ts';
import { PURPOSES, SORTS, STATUSES, USER_TYPES } from '../labels/labels.tsx';

const FLAGS = ['true', 'false'] as const;

/** Filters by their names in the API, order and cursor of the list of tokens. */
export type TokenSearch = ReturnType<typeof readTokenSearch>;

export function readTokenSearch(search: Record<string, unknown>) {
  return omitUndefined({
    status: oneOf(STATUSES, search.status),
    userId: nonEmptyText(search.userId),
    anonymous: oneOf(FLAGS, search.anonymous),
    type: oneOf(USER_TYPES, search.type),
    purpose: oneOf(PURPOSES, search.purpose),
    ids: nonEmptyText(search.ids),
    expiresFrom: nonEmptyText(search.expiresFrom),
    expiresTo: nonEmptyText(search.expiresTo),
    neverExpires: oneOf(FLAGS, search.neverExpires),
    createdFrom: nonEmptyText(search.createdFrom),
    createdTo: nonEmptyText(search.createdTo),
    updatedFrom: nonEmptyText(search.updatedFrom),
    updatedTo: nonEmptyText(search.updatedTo),
    successfulAttempts: nonEmptyText(search.successfulAttempts),
    failedAttempts: nonEmptyText(search.failedAttempts),
    oneTimeUse: oneOf(FLAGS, search.oneTimeUse),
    sort: oneOf(SORTS, search.sort),
    cursor: nonEmptyText(search.cursor),
  });
}

/** The values that a link presets in the form of a new token. */
export type NewTokenSearch = ReturnType<typeof readNewTokenSearch>;

export function readNewTokenSearch(search: Record<string, unknown>) {
  return omitUndefined({
    userId: nonEmptyText(search.userId),
    purpose: oneOf(PURPOSES, search.purpose),
    expiresIn: nonEmptyText(search.expiresIn),
    extra: nonEmptyText(search.extra),
    reason: nonEmptyText(search.reason),
  });
}
