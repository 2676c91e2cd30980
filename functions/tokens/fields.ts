import * as v from 'valibot';
import type { Comparison } from '../../shared/token/filter.ts';
import { note, wholeNumber } from '../http/fields.ts';

/** Fields that several routes of tokens have. */

export const extra = () => v.optional(v.nullable(note(1_000)));
export const oneTimeUse = () => v.optional(v.boolean('must be true or false'));
export const maxUses = () => v.optional(v.nullable(wholeNumber(1, 1_000_000_000)));

/** `oneTimeUse` says in words what `maxUses` says in a number. */
export const contradicts = ({
  oneTimeUse,
  maxUses,
}: {
  oneTimeUse?: boolean | undefined;
  maxUses?: number | null | undefined;
}) => oneTimeUse !== undefined && maxUses !== undefined && oneTimeUse !== (maxUses === 1);
export const CONTRADICTION = 'contradicts oneTimeUse: true is 1, false is more than 1 or null';

const COMPARISON = /^(eq|ne|gt|gte|lt|lte):(0|[1-9]\d{0,14})$/;
export const comparison = () =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(COMPARISON, 'must be a comparison (eq, ne, gt, gte, lt, lte) and a number, such as gte:3'),
      v.transform((value): Comparison => {
        const [comparator, number] = value.split(':');
        return { comparator: comparator as Comparison['comparator'], number: Number(number) };
      }),
    ),
  );
