import { EVENT_TABLES, type EventTable } from '../../shared/tables.ts';
import type { Access } from '../http/route.ts';

/** A function without a route, as plain data: the CDK app and the local runtime read it. */
export type Worker = {
  /** The file that exports `handler`. */
  entry: string;
  description: string;
  trigger: Trigger;
  access: Access;
  /** `rotate`: makes keys and publishes them. */
  signingKeys?: 'rotate';
  /** Sends events to the event bus, and is deployed only where there is one. */
  eventBus?: true;
  /** Seconds. The time limit of a route when absent. */
  timeout?: number;
};

export type Trigger =
  /** Batches of stream records of these tables. */
  | { by: 'streams'; tables: readonly EventTable[] }
  /** Every deployment, and then every so many days. */
  | { by: 'schedule'; days: number }
  /** Every deployment. */
  | { by: 'deployment' }
  /** An IAM principal that may invoke the function. */
  | { by: 'operator' };

export const RECORD_HISTORY = {
  entry: 'functions/workers/record-history.ts',
  description: 'Turns stream records into history and counters',
  trigger: { by: 'streams', tables: EVENT_TABLES },
  access: {
    events: ['PutItem', 'UpdateItem'],
    counters: ['UpdateItem'],
    tokens: ['UpdateItem'],
    settings: ['GetItem'],
  },
  timeout: 60,
} as const satisfies Worker;

/** DynamoDB lets two consumers read a stream, and this is the second. */
export const PUBLISH_EVENTS = {
  entry: 'functions/workers/publish-events.ts',
  description: 'Puts the events of stream records on the bus',
  trigger: { by: 'streams', tables: EVENT_TABLES },
  access: {},
  eventBus: true,
  timeout: 60,
} as const satisfies Worker;

export const CREATE_ADMIN_KEY = {
  entry: 'functions/workers/create-admin-key.ts',
  description: "Creates an administrator's key",
  trigger: { by: 'operator' },
  access: { keys: ['PutItem'], settings: ['GetItem'] },
} as const satisfies Worker;

export const ROTATE_SIGNING_KEYS = {
  entry: 'functions/workers/rotate-signing-keys.ts',
  description: 'Creates the first signing keys, and new ones when they are due',
  trigger: { by: 'schedule', days: 1 },
  access: {},
  signingKeys: 'rotate',
} as const satisfies Worker;

export const PUBLISH_CONSOLE = {
  entry: 'functions/workers/publish-console.ts',
  description: 'Puts the files of the console where CloudFront reads them',
  trigger: { by: 'deployment' },
  access: {},
  timeout: 60,
} as const satisfies Worker;

export const WORKERS: readonly Worker[] = [
  RECORD_HISTORY,
  PUBLISH_EVENTS,
  CREATE_ADMIN_KEY,
  ROTATE_SIGNING_KEYS,
  PUBLISH_CONSOLE,
];
