import * as v from 'valibot';
import { HISTORY_TYPES } from '../../shared/event/event-types.ts';
import { listFields, oneOf, rangeEnd, text } from '../http/fields.ts';
import type { Route } from '../http/route.ts';

export const listEvents = {
  method: 'GET',
  path: '/events',
  entry: 'functions/events/list.ts',
  permission: 'events:read',
  query: () =>
    listFields({
      from: v.optional(rangeEnd()),
      to: v.optional(rangeEnd()),
      type: v.optional(oneOf(HISTORY_TYPES)),
      by: v.optional(text(200)),
    }),
  access: { events: ['QueryIndex', 'BatchGetItem'], users: ['BatchGetItem'] },
  // A quiet span costs four queries a day.
  throttle: { rate: 20, burst: 40 },
} as const satisfies Route;
