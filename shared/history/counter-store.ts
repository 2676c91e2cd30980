import { batchGet } from '../storage/batch-get.ts';
import type { Database } from '../storage/database.ts';
import type { HistoryEvent } from './history-event.ts';

/** The events of tokens that are counted per hour. */
export const COUNTED_EVENTS = ['created', 'redeemed', 'refused', 'deleted'] as const;
export type Counts = Record<(typeof COUNTED_EVENTS)[number], number>;

/** An hour has several items, so that consumers of different stream shards rarely write to the same one. */
const ITEMS_PER_HOUR = 8;
const HOUR = 3_600;

export const zeroCounts = (): Counts => ({ created: 0, redeemed: 0, refused: 0, deleted: 0 });

export const addCounts = (a: Counts, b: Counts): Counts => ({
  created: a.created + b.created,
  redeemed: a.redeemed + b.redeemed,
  refused: a.refused + b.refused,
  deleted: a.deleted + b.deleted,
});

/** The start of the hour of an instant, in epoch seconds. */
export const hourOf = (seconds: number): number => seconds - (seconds % HOUR);

/** The counts that an event adds to its hour; undefined: events of its type are not counted. */
export function countsOf({ type }: Pick<HistoryEvent, 'type'>): Counts | undefined {
  const name = COUNTED_EVENTS.find((counted) => type === `token.${counted}`);
  return name && { ...zeroCounts(), [name]: 1 };
}

/** The update that adds counts to a random item of an hour. TTL removes the item after `historyRetention` seconds. */
export function counterUpdate(db: Database, hour: number, counts: Counts, historyRetention: number) {
  const changed = COUNTED_EVENTS.filter((name) => counts[name] !== 0);
  return {
    TableName: db.tables.counters,
    Key: { id: counterId(hour, Math.floor(Math.random() * ITEMS_PER_HOUR)) },
    UpdateExpression: `SET #ttl = :ttl ADD ${changed.map((name) => `${name} :${name}`).join(', ')}`,
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':ttl': hour + historyRetention,
      ...Object.fromEntries(changed.map((name) => [`:${name}`, counts[name]])),
    },
  };
}

const counterId = (hour: number, item: number): string => `${hour}#${item}`;

/** The counts of each hour that has any: from `from` (inclusive) to `to` (exclusive), two starts of hours in epoch seconds. */
export async function getCounters(db: Database, from: number, to: number): Promise<Map<number, Counts>> {
  const keys = [];
  for (let hour = from; hour < to; hour += HOUR) {
    for (let item = 0; item < ITEMS_PER_HOUR; item++) keys.push({ id: counterId(hour, item) });
  }
  const hours = new Map<number, Counts>();
  for (const item of await batchGet(db, 'counters', keys)) {
    const hour = Number.parseInt(item.id, 10);
    hours.set(hour, addCounts(hours.get(hour) ?? zeroCounts(), { ...zeroCounts(), ...item }));
  }
  return hours;
}
