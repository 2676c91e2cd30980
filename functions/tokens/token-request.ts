import * as v from 'valibot';
import { PURPOSES } from '../../shared/token/token.ts';
import { fields, future, note, oneOf, userId, wholeNumber } from '../http/fields.ts';
import { CONTRADICTION, contradicts, extra, maxUses, oneTimeUse } from './fields.ts';

/** What a new token is asked to be. */
export const tokenRequest = () =>
  v.pipe(
    fields({
      userId: v.optional(userId()),
      purpose: v.optional(oneOf(PURPOSES), 'login'),
      expiresAt: v.optional(v.nullable(future())),
      expiresIn: v.optional(wholeNumber(1, 315_360_000)),
      oneTimeUse: oneTimeUse(),
      maxUses: maxUses(),
      extra: extra(),
      reason: v.optional(v.nullable(note(500))),
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
