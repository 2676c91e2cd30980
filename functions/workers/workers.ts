import { EVENT_TABLES, type EventTable } from '../../shared/tables.ts';
import type { Access } from '../http/route.ts';

/** A function without a route, as plain data: the CDK app and the local runtime are made from it. */
export type Worker = {
  /** The file that exports `handler`. */
  entry: string;
  description: string;
  /** What invokes it. */
  trigger: Trigger;
  access: Access;
  /** Whether it reads or replaces the signing keys. */
  signingKeys?: 'read' | 'write';
  /** Seconds; as a route when absent. */
  timeout?: number;
};

export type Trigger =
  /** Batches of records of the streams of these tables. */
  | { by: 'streams'; tables: readonly EventTable[] }
  /** A schedule, and every deployment. */
  | { by: 'schedule'; days: number }
  /** Every deployment. */
  | { by: 'deployment' }
  /** A person or a program that may invoke functions in the account. */
  | { by: 'operator' };

/** Turns stream records into history, counters and events on the bus. */
export const RECORD_HISTORY = {
  entry: 'functions/workers/record-history.ts',
  description: 'Turns stream records into history',
  trigger: { by: 'streams', tables: EVENT_TABLES },
  access: {
    events: ['PutItem', 'UpdateItem'],
    counters: ['UpdateItem'],
    tokens: ['UpdateItem'],
    settings: ['GetItem'],
  },
  timeout: 60,
} as const satisfies Worker;

/** Creates the key of a first administrator. */
export const CREATE_ADMIN_KEY = {
  entry: 'functions/workers/create-admin-key.ts',
  description: "Creates an administrator's key",
  trigger: { by: 'operator' },
  access: { keys: ['PutItem'] },
} as const satisfies Worker;

/** Creates the first signing keys, and new ones when they are due. */
export const ROTATE_SIGNING_KEYS = {
  entry: 'functions/workers/rotate-signing-keys.ts',
  description: 'Rotates the signing keys',
  trigger: { by: 'schedule', days: 1 },
  access: {},
  signingKeys: 'write',
} as const satisfies Worker;

/** Copies the files of the console to the bucket that CloudFront reads. */
export const PUBLISH_CONSOLE = {
  entry: 'functions/workers/publish-console.ts',
  description: 'Publishes the files of the console',
  trigger: { by: 'deployment' },
  access: {},
  timeout: 60,
} as const satisfies Worker;

export const WORKERS: readonly Worker[] = [
  RECORD_HISTORY,
  CREATE_ADMIN_KEY,
  ROTATE_SIGNING_KEYS,
  PUBLISH_CONSOLE,
];
