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

/** A page of the events of a token, newest first. Those of a deleted token are listed until their retention ends. */
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

/** Whether there is such a token, or the history has other events of a deleted one. */
async function isKnown(
  db: Database,
  tokenId: string,
  kind: string | undefined,
  scope: Scope,
): Promise<boolean> {
  if (await findToken(db, tokenId, scope)) return true;
  return kind !== undefined && (await listTokenEvents(db, tokenId, { limit: 1, scope })).outcome === 'listed';
}

/** The instants are epoch seconds, from inclusive, to exclusive. */
export type EventFilters = {
  from?: number | undefined;
  to?: number | undefined;
  type?: HistoryType | undefined;
  by?: string | undefined;
};

/** Seconds that a list goes back by default. */
const DEFAULT_SPAN = 30 * DAY;

/** A page of the events of all subjects, newest first. `now` is epoch seconds; events are kept for `historyRetention` seconds. */
export function listEvents(
  db: Database,
  filters: EventFilters,
  { scope, now, historyRetention, ...paging }: Scoped & { now: number; historyRetention: number },
): Promise<Page<HistoryEvent>> {
  const { type, by } = filters;
  // No clock is a day ahead, and TTL removes older events: days outside of this need no query.
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

/** Days that are read side by side at most: a year without events must not cost hundreds of round trips. */
const PARALLEL_DAYS = 16;

/** Reads the index from the latest day back: one day first, since most pages end there, then more side by side. */
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

/** The events of the keys, in their order; undefined where TTL removed the event and not yet the index entry. */
async function getEvents(db: Database, keys: readonly EventKey[]): Promise<(HistoryEvent | undefined)[]> {
  const wanted = keys.map(({ subject, position }) => ({ subject, position }));
  const items = (await batchGet(db, 'events', wanted)) as HistoryEvent[];
  const found = new Map(items.map((event) => [`${event.subject} ${event.position}`, event]));
  return keys.map(({ subject, position }) => found.get(`${subject} ${position}`));
}
