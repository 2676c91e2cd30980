import { isEventPosition } from '../event/event.ts';
import type { HistoryType } from '../event/event-types.ts';
import type { Scope } from '../principal/scope.ts';
import { batchGet } from '../storage/batch-get.ts';
import type { Database } from '../storage/database.ts';
import { orderedKeys } from '../storage/ordered-keys.ts';
import { fillPage, type Page, type Paging } from '../storage/page.ts';
import { ALL_SHARDS } from '../tables.ts';
import { findToken } from '../token/find.ts';
import { dayOf, type HistoryEvent } from './history-event.ts';
import { visibleEvents } from './visible-events.ts';

const ATTEMPTS: readonly string[] = ['token.redeemed', 'token.refused'];
const DAY = 86_400;

type Scoped = Paging & { scope: Scope };

/** A page of the events of a token, newest first. Events of a deleted token are listed until TTL removes them. */
export async function listTokenEvents(
  db: Database,
  tokenId: string,
  { kind, scope, ...paging }: Scoped & { kind?: 'attempts' | undefined },
): Promise<Page<HistoryEvent> | { outcome: 'token_not_found' }> {
  const page = await fillPage<HistoryEvent, HistoryEvent>(
    db,
    {
      name: 'token-events',
      filters: { tokenId, kind },
      isPosition: isEventPosition,
      candidates: (after) =>
        orderedKeys(db, {
          table: 'events',
          partitionKey: 'subject',
          partitions: [tokenId],
          sortKey: 'position',
          range: { from: '0', to: '~' },
          descending: true,
          after,
          pageSize: paging.limit + 1,
        }) as AsyncIterable<HistoryEvent>,
      show: (events) => visibleEvents(db, events, scope, ({ type }) => !kind || ATTEMPTS.includes(type)),
    },
    paging,
  );
  const empty = page.outcome === 'listed' && page.items.length === 0 && !paging.cursor;
  return empty && !(await isKnown(db, tokenId, kind, scope)) ? { outcome: 'token_not_found' } : page;
}

/** Whether the token exists, or the history has other events of it. */
async function isKnown(
  db: Database,
  tokenId: string,
  kind: string | undefined,
  scope: Scope,
): Promise<boolean> {
  if (await findToken(db, tokenId, scope)) return true;
  return (
    kind !== undefined && (await listTokenEvents(db, tokenId, { limit: 100, scope })).outcome === 'listed'
  );
}

/** `from` (inclusive) and `to` (exclusive) are epoch seconds. */
export type EventFilters = {
  from?: number | undefined;
  to?: number | undefined;
  type?: HistoryType | undefined;
  by?: string | undefined;
};

/** Seconds before `to` that a list without `from` covers. */
const DEFAULT_SPAN = 30 * DAY;

/** A page of the events of all subjects, newest first. `now` is epoch seconds, `historyRetention` seconds. */
export function listEvents(
  db: Database,
  filters: EventFilters,
  { scope, now, historyRetention, ...paging }: Scoped & { now: number; historyRetention: number },
): Promise<Page<HistoryEvent>> {
  const { type, by } = filters;
  // No clock is a day fast, and TTL removes older events: other days need no query.
  const to = Math.min(filters.to ?? Number.POSITIVE_INFINITY, now + DAY);
  const from = Math.max(filters.from ?? to - DEFAULT_SPAN, now - historyRetention);
  const matches = (event: HistoryEvent) => (!type || event.type === type) && (!by || event.by.id === by);
  return fillPage<EventKey, HistoryEvent>(
    db,
    {
      name: 'events',
      filters,
      isPosition: isEventPosition,
      candidates: (after) => keysByTime(db, { from, to }, after, paging.limit + 1),
      show: async (keys) => visibleEvents(db, await getEvents(db, keys), scope, matches),
    },
    paging,
  );
}

type EventKey = Pick<HistoryEvent, 'subject' | 'position'>;

/** The most days that are read in parallel: a year without events takes some twenty round trips, and not hundreds. */
const PARALLEL_DAYS = 16;

/** Reads the index by time, newest first: one day, on which most pages end, then twice as many days in parallel each time. */
async function* keysByTime(
  db: Database,
  { from, to }: { from: number; to: number },
  after: string | undefined,
  pageSize: number,
): AsyncGenerator<EventKey> {
  let latest = after === undefined ? to - 1 : Math.min(to - 1, Number.parseInt(after, 10));
  for (let count = 1; dayOf(latest) >= dayOf(from); count = Math.min(count * 2, PARALLEL_DAYS)) {
    const days = Array.from({ length: count }, (_, back) => dayOf(latest - back * DAY));
    yield* orderedKeys(db, {
      table: 'events',
      index: 'byTime',
      partitionKey: 'day',
      partitions: days.flatMap((day) => ALL_SHARDS.map((shard) => `${day}#${shard}`)),
      sortKey: 'position',
      range: { from: String(from), to: String(to) },
      descending: true,
      after,
      pageSize,
    }) as AsyncIterable<EventKey>;
    latest -= count * DAY;
  }
}

/** The events of the keys, in their order; undefined: TTL has removed the event, but not yet its index entry. */
async function getEvents(db: Database, keys: readonly EventKey[]): Promise<(HistoryEvent | undefined)[]> {
  const wanted = keys.map(({ subject, position }) => ({ subject, position }));
  const items = (await batchGet(db, 'events', wanted)) as HistoryEvent[];
  const found = new Map(items.map((event) => [`${event.subject} ${event.position}`, event]));
  return keys.map(({ subject, position }) => found.get(`${subject} ${position}`));
}
