import type { Access } from './http/route.ts';

/** The functions that are no route, as plain data. */

/** What API Gateway calls for a request that no route takes. */
export const UNMATCHED = { entry: 'functions/http/unmatched.ts' };

/** Turns what the streams of these tables tell into history. */
export const RECORD_EVENTS = {
  entry: 'functions/streams/record-events.ts',
  streams: ['tokens', 'users', 'keys'],
  access: {
    events: ['PutItem', 'UpdateItem'],
    counters: ['UpdateItem'],
    tokens: ['UpdateItem'],
  },
} as const satisfies { entry: string; streams: readonly string[]; access: Access };

/** Makes an administrator's key for whoever may invoke it; it has no route. */
export const CREATE_ADMIN_KEY = {
  entry: 'functions/keys/create-admin-key.ts',
  access: { keys: ['PutItem'] },
} as const satisfies { entry: string; access: Access };
