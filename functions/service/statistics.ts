import { toSeconds } from '../../shared/clock.ts';
import { STATISTICS_DAYS } from '../../shared/history/limits.ts';
import { BUCKETS, statistics } from '../../shared/history/statistics.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { getStatistics as route } from './routes.ts';

/** The default number of buckets. */
const DEFAULT_BUCKETS = { hour: 24, day: 30 } as const;

export const handler = adminHandler(route, async ({ query, audit }) => {
  const {
    bucket,
    to = toSeconds(audit.time) + 1,
    from = Math.max(0, to - DEFAULT_BUCKETS[bucket] * BUCKETS[bucket]),
  } = query;
  if (to - from > STATISTICS_DAYS * 86_400) {
    throw new Problem(
      'invalid_request',
      `Statistics span ${STATISTICS_DAYS} days at most. Ask for shorter spans in turn.`,
      {
        errors: [{ pointer: '/from', detail: `must be ${STATISTICS_DAYS} days at most before «to»` }],
      },
    );
  }
  return { status: 200, body: await statistics(db, { from, to, bucket }) };
});
