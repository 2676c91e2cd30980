import * as v from 'valibot';
import {
  ATTEMPT_ID_MAX_LENGTH,
  EXTRA_MAX_LENGTH,
  IDS_MAX,
  LIFETIME_MAX,
  REASON_MAX_LENGTH,
  USES_MAX,
} from '../../shared/token/limits.ts';
import { IMPERSONATION_LIMIT, PURPOSES } from '../../shared/token/token.ts';
import {
  described,
  fields,
  future,
  note,
  oneOf,
  overlap,
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
    v.metadata({ not: { required: ['expiresAt', 'expiresIn'] }, ...IMPERSONATION, ...USES_AGREE }),
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
    v.metadata(USES_AGREE),
  );

/** The rules of an impersonation in the words of JSON Schema. */
const IMPERSONATION = {
  if: { properties: { purpose: { const: 'impersonation' } }, required: ['purpose'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: {
    required: ['userId', 'reason'],
    properties: {
      reason: { type: 'string' },
      expiresAt: { type: 'string' },
      expiresIn: { maximum: IMPERSONATION_LIMIT },
      oneTimeUse: { const: true },
      maxUses: { const: 1 },
    },
  },
};

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

/** The same in the words of JSON Schema. */
const USES_AGREE = {
  dependentSchemas: {
    oneTimeUse: {
      if: { properties: { oneTimeUse: { const: true } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { properties: { maxUses: { const: 1 } } },
      else: { properties: { maxUses: { not: { const: 1 } } } },
    },
  },
};

/** The body of `POST /tokens/redeem`. Described in `docs.ts`: this bundle is loaded on every sign-in. */
export const redeemRequest = () =>
  fields({
    token: v.string('must be text'),
    attemptId: v.optional(text(ATTEMPT_ID_MAX_LENGTH)),
    ip: v.optional(
      v.pipe(
        v.string('must be text'),
        v.ip('must be an IPv4 or IPv6 address'), // Patterns have no flags.
        v.metadata({ pattern: v.IP_REGEX.source.replaceAll('a-f', 'A-Fa-f') }),
      ),
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
  v.pipe(
    fields({
      userId: described(
        v.optional(userId()),
        'The user whom the token logs in from then on. An impersonation keeps its own.',
      ),
      overlap: overlap(
        'Seconds for which the string before works too: up to 30 days, for procurement alone. By default it is refused at once. Not together with `userId`.',
      ),
    }),
    v.forward(
      v.partialCheck(
        [['userId'], ['overlap']],
        ({ userId, overlap }) => userId === undefined || overlap === 0,
        'must not be given together with userId: the string before would log the new user in',
      ),
      ['overlap'],
    ),
  );
