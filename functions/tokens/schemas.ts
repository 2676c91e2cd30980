import * as v from 'valibot';
import type { Comparison } from '../../shared/token/filter.ts';
import { SORTS } from '../../shared/token/filter.ts';
import {
  ATTEMPT_ID_MAX_LENGTH,
  EXTRA_MAX_LENGTH,
  IDS_MAX,
  LIFETIME_MAX,
  REASON_MAX_LENGTH,
  USES_MAX,
} from '../../shared/token/limits.ts';
import { PURPOSES, STATUSES } from '../../shared/token/token.ts';
import { USER_TYPES } from '../../shared/user/user.ts';
import {
  commaSeparated,
  described,
  fields,
  flag,
  future,
  listFields,
  note,
  oneOf,
  rangeEnd,
  text,
  trueOrFalse,
  userId,
  wholeNumber,
} from '../http/fields.ts';

/** The body of `POST /tokens`. */
export const tokenRequest = () =>
  v.pipe(
    fields({
      userId: described(
        v.optional(userId()),
        'The user whom the token logs in. Without one the token is anonymous.',
      ),
      purpose: described(
        v.optional(oneOf(PURPOSES), 'login'),
        'What the token is for. An impersonation requires a user and a reason, has one use, and expires within a day.',
      ),
      expiresAt: described(
        expiresAt(),
        'When the token expires: an instant in the future; null: never. Not together with `expiresIn`.',
      ),
      expiresIn: described(
        v.optional(wholeNumber(1, LIFETIME_MAX)),
        'Seconds until the token expires. Not together with `expiresAt`.',
      ),
      oneTimeUse: oneTimeUse(),
      maxUses: maxUses(),
      extra: extra(),
      reason: described(
        v.optional(v.nullable(note(REASON_MAX_LENGTH))),
        'Why the token is created, for the history. Required for an impersonation.',
      ),
    }),
    v.forward(
      v.partialCheck(
        [['expiresAt'], ['expiresIn']],
        ({ expiresAt, expiresIn }) => expiresAt === undefined || expiresIn === undefined,
        'must not be given together with expiresAt',
      ),
      ['expiresIn'],
    ),
    v.forward(
      v.partialCheck([['oneTimeUse'], ['maxUses']], (uses) => !contradicts(uses), CONTRADICTION),
      ['maxUses'],
    ),
    v.forward(
      v.partialCheck(
        [['purpose'], ['userId']],
        ({ purpose, userId }) => purpose !== 'impersonation' || userId !== undefined,
        'is required for impersonation',
      ),
      ['userId'],
    ),
    v.forward(
      v.partialCheck(
        [['purpose'], ['reason']],
        ({ purpose, reason }) => purpose !== 'impersonation' || typeof reason === 'string',
        'is required for impersonation',
      ),
      ['reason'],
    ),
  );

/** The body of `PATCH /tokens/{id}`. */
export const tokenChanges = () =>
  v.pipe(
    fields({
      expiresAt: described(expiresAt(), 'When the token expires: an instant in the future; null: never.'),
      extra: extra(),
      oneTimeUse: oneTimeUse(),
      maxUses: maxUses(),
      status: described(
        v.optional(oneOf(['active', 'disabled'])),
        'Whether the token is enabled. A change ends the sessions that it yielded.',
      ),
      userId: v.optional(v.never('cannot be changed: rotate the token to give it to another user')),
    }),
    v.forward(
      v.partialCheck([['oneTimeUse'], ['maxUses']], (uses) => !contradicts(uses), CONTRADICTION),
      ['maxUses'],
    ),
  );

const expiresAt = () => v.optional(v.nullable(future()));
const extra = () =>
  described(
    v.optional(v.nullable(note(EXTRA_MAX_LENGTH))),
    'A note for administrators, such as the order or the ticket that the token belongs to.',
  );
const oneTimeUse = () =>
  described(v.optional(trueOrFalse()), 'Whether the token has one use; true is the same as `maxUses` 1.');
const maxUses = () =>
  described(
    v.optional(v.nullable(wholeNumber(1, USES_MAX))),
    'How often the token can be used; null: without limit until it expires.',
  );

/** `oneTimeUse` and `maxUses` say the same thing, and may say different ones. */
const contradicts = ({
  oneTimeUse,
  maxUses,
}: {
  oneTimeUse?: boolean | undefined;
  maxUses?: number | null | undefined;
}) => oneTimeUse !== undefined && maxUses !== undefined && oneTimeUse !== (maxUses === 1);
const CONTRADICTION = 'contradicts oneTimeUse: true is 1, false is more than 1 or null';

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

/** The body of `POST /tokens/redeem`. Described in `docs.ts`: this bundle is loaded on every sign-in. */
export const redeemRequest = () =>
  fields({
    token: v.string('must be text'),
    attemptId: v.optional(text(ATTEMPT_ID_MAX_LENGTH)),
    ip: v.optional(
      v.pipe(v.string('must be text'), {
        ...v.ip('must be an IPv4 or IPv6 address'),
        json: {
          anyOf: [
            { type: 'string', format: 'ipv4' },
            { type: 'string', format: 'ipv6' },
          ],
        },
      }),
    ),
    userAgent: v.optional(v.string('must be text')),
  });

/** The body of `POST /tokens/delete`. */
export const deletionRequest = () =>
  fields({
    ids: described(
      v.pipe(
        v.array(v.string('must be text'), 'must be a list of ids'),
        v.minLength(1, 'must have an id at least'),
        v.maxLength(IDS_MAX, `must have ${IDS_MAX} ids at most`),
      ),
      'The ids of the tokens to delete.',
    ),
  });

/** The body of `POST /tokens/{id}/rotate`. */
export const rotateRequest = () =>
  fields({
    userId: described(v.optional(userId()), 'Another user, whom the token logs in from then on.'),
  });

/** The query string of `GET /tokens/{id}/events`. */
export const tokenEventQuery = () =>
  listFields({
    kind: described(
      v.optional(oneOf(['attempts'])),
      'The attempts to redeem the token, without other events.',
    ),
  });
