import * as v from 'valibot';
import { STATISTICS_DAYS } from '../../shared/history/limits.ts';
import { described, fields, oneOf, rangeEnd } from '../http/fields.ts';

/** The query string of `GET /statistics`. */
export const statisticsQuery = () =>
  fields({
    from: described(
      v.optional(rangeEnd()),
      `The start of the span, ${STATISTICS_DAYS} days before its end at most. By default 24 hours, or 30 days, before it; 1970 at the earliest.`,
    ),
    to: described(v.optional(rangeEnd()), 'The end of the span, which is not part of it. By default now.'),
    bucket: described(
      v.optional(oneOf(['hour', 'day']), 'hour'),
      'Whether to count by hour or by day in UTC.',
    ),
  });
