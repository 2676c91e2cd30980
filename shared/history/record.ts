import { config } from '../../functions/runtime/config.ts';
import type { Database } from '../storage/database.ts';
import { type Actions, TRANSACTION_LIMIT, transact } from '../storage/transact.ts';
import { addCounts, type Counts, counterUpdate, countsOf, hourOf, noCounts } from './counter-store.ts';
import { WITHDRAWN } from './history.ts';
import type { StreamedEvent } from './stream-record.ts';

/** Events of a batch that go into the history together: as many as fit into one transaction with their counters. */
export function transactions<E extends StreamedEvent>(events: readonly E[]): E[][] {
  const chunks: E[][] = [];
  let chunk: E[] = [];
  let hours = new Set<number>();
  for (const event of events) {
    const more = new Set([...hours, hourOf(countedAt(event))]);
    // A transaction may touch an item but once, and an event is the same item as the one that reverses it.
    const clashes = chunk.some((other) => keyOf(other) === keyOf(event));
    if (chunk.length + 1 + more.size > TRANSACTION_LIMIT || clashes) {
      chunks.push(chunk);
      chunk = [];
      hours = new Set([hourOf(countedAt(event))]);
    } else {
      hours = more;
    }
    chunk.push(event);
  }
  return chunk.length > 0 ? [...chunks, chunk] : chunks;
}

/**
 * Writes events, which must be of different items, and their counts as one transaction in which each event must be new. Events that are not were recorded
 * before, with their counts: they are left out and the rest is tried again, so replays and overlaps change nothing.
 */
export async function recordEvents(db: Database, events: readonly StreamedEvent[]): Promise<void> {
  let fresh = events;
  while (fresh.length > 0) {
    const actions = fresh.map(({ history, reverses }) =>
      reverses ? reversal(history, reverses) : newEvent(history),
    );
    const cancelled = await transact(db, [...actions, ...counterUpdates(fresh)]);
    if (!cancelled) return;
    fresh = fresh.filter(({ reverses }, position) => {
      const { code, item } = cancelled[position] ?? {};
      if (code !== 'ConditionalCheckFailed') return true;
      if (reverses && !item) throw new Error('an event reverses one that is not recorded yet');
      return false;
    });
  }
}

/** Which item of the history an event is written to. */
const keyOf = ({ history, reverses }: StreamedEvent): string =>
  `${history.subject} ${reverses ?? history.position}`;

/** The instant whose hour an event counts in: that of the event it reverses, if it does. */
const countedAt = ({ history, reverses }: StreamedEvent): number =>
  reverses ? Number.parseInt(reverses, 10) : history.at;

const newEvent = (history: StreamedEvent['history']): Actions[number] => ({
  Put: {
    TableName: config.tables.events,
    Item: history,
    ConditionExpression: 'attribute_not_exists(subject)',
  },
});

/** Turns the redemption that did not stand into what it became: a refusal, or nothing that is shown. */
const reversal = (
  { subject, type, reason }: StreamedEvent['history'],
  position: string,
): Actions[number] => ({
  Update: {
    TableName: config.tables.events,
    Key: { subject, position },
    UpdateExpression:
      type === WITHDRAWN ? 'SET #type = :type REMOVE #day' : 'SET #type = :type, reason = :reason',
    ConditionExpression: '#type = :redeemed',
    ExpressionAttributeNames: { '#type': 'type', ...(type === WITHDRAWN && { '#day': 'day' }) },
    ExpressionAttributeValues: {
      ':type': type,
      ':redeemed': 'token.redeemed',
      ...(type !== WITHDRAWN && { ':reason': reason ?? null }),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

function counterUpdates(events: readonly StreamedEvent[]): Actions {
  const hours = new Map<number, Counts>();
  const count = (at: number, counts: Counts) =>
    hours.set(hourOf(at), addCounts(hours.get(hourOf(at)) ?? noCounts(), counts));
  for (const event of events) {
    const counts = countsOf(event.history);
    if (counts) count(countedAt(event), counts);
    if (event.reverses) count(countedAt(event), { ...noCounts(), redeemed: -1 });
  }
  return [...hours]
    .filter(([, counts]) => Object.values(counts).some((number) => number !== 0))
    .map(([hour, counts]) => ({ Update: counterUpdate(hour, counts) }));
}
