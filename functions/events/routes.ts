import type { Route } from '../http/route.ts';
import { eventQuery } from './schemas.ts';

export const listEvents = {
  method: 'GET',
  path: '/events',
  entry: 'functions/events/list.ts',
  permission: 'events:read',
  query: eventQuery,
  access: { events: ['QueryIndex', 'BatchGetItem'], users: ['BatchGetItem'] },
  // A span without events costs four queries for each day.
  throttle: { rate: 20, burst: 40 },
} as const satisfies Route;
