import * as v from 'valibot';
import { type Comparison, SORTS } from '../../shared/token/filter.ts';
import { IDS_MAX } from '../../shared/token/limits.ts';
import { PURPOSES, STATUSES } from '../../shared/token/token.ts';
import { USER_TYPES } from '../../shared/user/user.ts';
import { commaSeparated, described, flag, listFields, oneOf, rangeEnd, userId } from '../http/fields.ts';

/** The query string of `GET /tokens`. */
export const tokenQuery = () =>
  listFields({
    ids: described(
      v.optional(commaSeparated(IDS_MAX, `must have ${IDS_MAX} ids at most`)),
      'Tokens of these ids, with commas between them.',
    ),
    userId: described(v.optional(userId()), 'Tokens of this user.'),
    anonymous: described(v.optional(flag()), 'Tokens without a user, or with one.'),
    type: described(v.optional(oneOf(USER_TYPES)), 'Tokens of users of this type.'),
    expiresFrom: described(v.optional(rangeEnd()), 'Tokens that expire at this instant or later.'),
    expiresTo: described(v.optional(rangeEnd()), 'Tokens that expire before this instant.'),
    createdFrom: described(v.optional(rangeEnd()), 'Tokens that were created at this instant or later.'),
    createdTo: described(v.optional(rangeEnd()), 'Tokens that were created before this instant.'),
    updatedFrom: described(v.optional(rangeEnd()), 'Tokens that were last changed at this instant or later.'),
    updatedTo: described(v.optional(rangeEnd()), 'Tokens that were last changed before this instant.'),
    successfulAttempts: described(
      v.optional(comparison()),
      'Tokens with this number of successful attempts: a comparator (eq, ne, gt, gte, lt, lte) and a number, such as `gte:3`.',
    ),
    failedAttempts: described(
      v.optional(comparison()),
      'Tokens with this number of failed attempts: a comparator (eq, ne, gt, gte, lt, lte) and a number, such as `gt:0`.',
    ),
    oneTimeUse: described(v.optional(flag()), 'Tokens that have one use, or other ones.'),
    neverExpires: described(v.optional(flag()), 'Tokens without an expiry, or with one.'),
    status: described(v.optional(oneOf(STATUSES)), 'Tokens of this status.'),
    purpose: described(v.optional(oneOf(PURPOSES)), 'Tokens of this purpose.'),
    sort: described(
      v.optional(oneOf(SORTS)),
      'The order of the list. A minus sorts in descending order: the latest first.',
    ),
  });

const COMPARISON = /^(eq|ne|gt|gte|lt|lte):(0|[1-9]\d{0,14})$/;
const comparison = () =>
  v.pipe(
    v.string(),
    v.regex(COMPARISON, 'must be a comparison (eq, ne, gt, gte, lt, lte) and a number, such as gte:3'),
    v.transform((value): Comparison => {
      const [comparator, number] = value.split(':');
      return { comparator: comparator as Comparison['comparator'], number: Number(number) };
    }),
  );

/** The query string of `GET /tokens/{id}/events`. */
export const tokenEventQuery = () =>
  listFields({
    kind: described(
      v.optional(oneOf(['attempts'])),
      'The attempts to redeem the token, without other events.',
    ),
  });
