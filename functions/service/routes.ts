import * as v from 'valibot';
import { fields, oneOf, rangeEnd } from '../http/fields.ts';
import type { Route } from '../http/route.ts';

export const health = {
  method: 'GET',
  path: '/health',
  entry: 'functions/service/health.ts',
  permission: 'public',
  access: {},
} as const satisfies Route;

export const me = {
  method: 'GET',
  path: '/me',
  entry: 'functions/service/me.ts',
  permission: 'authenticated',
  access: {},
} as const satisfies Route;

export const statistics = {
  method: 'GET',
  path: '/statistics',
  entry: 'functions/service/statistics.ts',
  permission: 'events:read',
  unlimitedOnly: true,
  query: () =>
    fields({
      from: v.optional(rangeEnd()),
      to: v.optional(rangeEnd()),
      bucket: v.optional(oneOf(['hour', 'day']), 'hour'),
    }),
  access: { counters: ['BatchGetItem'] },
  // A span of weeks reads thousands of counters.
  throttle: { rate: 5, burst: 10 },
} as const satisfies Route;
