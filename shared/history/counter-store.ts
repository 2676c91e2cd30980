import { config } from '../../functions/runtime/config.ts';
import { batchGet } from '../storage/batch-get.ts';
import type { Database } from '../storage/database.ts';
import type { HistoryEvent } from './history.ts';

/** What is counted per hour, each from the event of its name. */
export const COUNTED = ['created', 'redeemed', 'refused', 'deleted'] as const;
export type Counts = Record<(typeof COUNTED)[number], number>;

/** An hour has several items, so that consumers of different stream shards do not meet at one. */
const ITEMS_PER_HOUR = 8;
const HOUR = 3_600;

export const noCounts = (): Counts => ({ created: 0, redeemed: 0, refused: 0, deleted: 0 });

export const addCounts = (a: Counts, b: Counts): Counts => ({
  created: a.created + b.created,
  redeemed: a.redeemed + b.redeemed,
  refused: a.refused + b.refused,
  deleted: a.deleted + b.deleted,
});

/** The start of the hour of an instant, in epoch seconds. */
export const hourOf = (seconds: number): number => seconds - (seconds % HOUR);

/** What an event adds to the counts of its hour; nothing when it is not counted. */
export function countsOf({ type }: Pick<HistoryEvent, 'type'>): Counts | undefined {
  const name = COUNTED.find((counted) => type === `token.${counted}`);
  return name && { ...noCounts(), [name]: 1 };
}

/** Any of the items of an hour: which one does not matter, as they are summed when read. */
export function counterUpdate(hour: number, counts: Counts) {
  const changed = COUNTED.filter((name) => counts[name] !== 0);
  return {
    TableName: config.tables.counters,
    Key: { id: counterId(hour, Math.floor(Math.random() * ITEMS_PER_HOUR)) },
    UpdateExpression: `SET #ttl = :ttl ADD ${changed.map((name) => `${name} :${name}`).join(', ')}`,
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':ttl': hour + config.historyRetention,
      ...Object.fromEntries(changed.map((name) => [`:${name}`, counts[name]])),
    },
  };
}

const counterId = (hour: number, item: number): string => `${hour}#${item}`;

/** The counts of each hour from one (inclusive) to another (exclusive), both starts of hours in epoch seconds. */
export async function readCounters(db: Database, from: number, to: number): Promise<Map<number, Counts>> {
  const keys = [];
  for (let hour = from; hour < to; hour += HOUR) {
    for (let item = 0; item < ITEMS_PER_HOUR; item++) keys.push({ id: counterId(hour, item) });
  }
  const hours = new Map<number, Counts>();
  for (const item of await batchGet(db, config.tables.counters, keys)) {
    const hour = Number.parseInt(item.id, 10);
    hours.set(hour, addCounts(hours.get(hour) ?? noCounts(), { ...noCounts(), ...item }));
  }
  return hours;
}
