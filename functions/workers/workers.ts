import type { Access } from '../http/route.ts';

/** The functions that are no route, as plain data. */

/** What API Gateway calls for a request that no route takes. */
export const UNMATCHED = { entry: 'functions/unmatched.ts' };

/** Turns what the streams of these tables tell into history. */
export const RECORD_EVENTS = {
  entry: 'functions/workers/record-history.ts',
  streams: ['tokens', 'users', 'keys', 'settings'],
  access: {
    events: ['PutItem', 'UpdateItem'],
    counters: ['UpdateItem'],
    tokens: ['UpdateItem'],
    settings: ['GetItem'],
  },
} as const satisfies { entry: string; streams: readonly string[]; access: Access };

/** Makes an administrator's key for whoever may invoke it; it has no route. */
export const CREATE_ADMIN_KEY = {
  entry: 'functions/workers/create-admin-key.ts',
  access: { keys: ['PutItem'] },
} as const satisfies { entry: string; access: Access };

/** Makes the keys that sign sessions: the first ones at deployment, and new ones in time. */
export const ROTATE_SIGNING_KEYS = {
  entry: 'functions/workers/rotate-signing-keys.ts',
  access: {},
  signingKeys: 'write',
} as const satisfies { entry: string; access: Access; signingKeys: 'write' };

/** Puts the files of the console where CloudFront reads them, when it is deployed. */
export const PUBLISH_CONSOLE = { entry: 'functions/workers/publish-console.ts' };
