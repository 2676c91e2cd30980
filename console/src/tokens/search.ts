import { given, oneOf, text } from '../address/search-params.ts';
import { PURPOSES, SORTS, STATUSES, USER_TYPES } from '../labels/labels.tsx';

const FLAGS = ['true', 'false'] as const;

/** What the list of tokens shows: the filters of the API by their own names, and where in the list. */
export type TokenSearch = ReturnType<typeof readTokenSearch>;

export function readTokenSearch(search: Record<string, unknown>) {
  return given({
    status: oneOf(STATUSES, search.status),
    userId: text(search.userId),
    anonymous: oneOf(FLAGS, search.anonymous),
    type: oneOf(USER_TYPES, search.type),
    purpose: oneOf(PURPOSES, search.purpose),
    ids: text(search.ids),
    expiresFrom: text(search.expiresFrom),
    expiresTo: text(search.expiresTo),
    neverExpires: oneOf(FLAGS, search.neverExpires),
    createdFrom: text(search.createdFrom),
    createdTo: text(search.createdTo),
    updatedFrom: text(search.updatedFrom),
    updatedTo: text(search.updatedTo),
    successfulAttempts: text(search.successfulAttempts),
    failedAttempts: text(search.failedAttempts),
    oneTimeUse: oneOf(FLAGS, search.oneTimeUse),
    sort: oneOf(SORTS, search.sort),
    cursor: text(search.cursor),
  });
}

/** What a link from another system fills the form with; the list behind it is as the rest of the address says. */
export type NewTokenSearch = ReturnType<typeof readNewTokenSearch>;

export function readNewTokenSearch(search: Record<string, unknown>) {
  return given({
    userId: text(search.userId),
    purpose: oneOf(PURPOSES, search.purpose),
    expiresIn: text(search.expiresIn),
    extra: text(search.extra),
    reason: text(search.reason),
  });
}
