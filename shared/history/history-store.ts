import type { Database } from '../storage/database.ts';
import { type Actions, TRANSACTION_LIMIT, transact } from '../storage/transact.ts';
import { addCounts, type Counts, counterUpdate, countsOf, hourOf, zeroCounts } from './counter-store.ts';
import { type HistoryEvent, WITHDRAWN } from './history-event.ts';
import type { StreamedEvent } from './stream-record.ts';

/** Splits events into groups, each small enough for one transaction together with its counters. */
export function groupForTransactions<E extends StreamedEvent>(events: readonly E[]): E[][] {
  const chunks: E[][] = [];
  let chunk: E[] = [];
  let hours = new Set<number>();
  for (const event of events) {
    const more = new Set([...hours, hourOf(countedAt(event))]);
    // A transaction cannot write an item twice, and a reversal writes the item of the event that it reverses.
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
 * Stores a group of events and adds their counts, in one transaction on the condition that every event is new. An event
 * that exists was counted with its transaction: it is left out, and the rest is tried again, so replays change nothing.
 */
export async function recordEvents(
  db: Database,
  events: readonly StreamedEvent[],
  { historyRetention }: { historyRetention: number },
): Promise<void> {
  let fresh = events;
  while (fresh.length > 0) {
    const actions = fresh.map(({ history, reverses }) =>
      reverses ? reversal(db, history, reverses) : newEntry(db, history),
    );
    const cancelled = await transact(db, [...actions, ...counterUpdates(db, fresh, historyRetention)]);
    if (!cancelled) return;
    fresh = fresh.filter(({ reverses }, position) => {
      const { code, item } = cancelled[position] ?? {};
      if (code !== 'ConditionalCheckFailed') return true;
      if (reverses && !item) throw new Error('an event reverses one that is not recorded yet');
      return false;
    });
  }
}

/** The key of the item that an event is written to. */
const keyOf = ({ history, reverses }: StreamedEvent): string =>
  `${history.subject} ${reverses ?? history.position}`;

/** The instant in whose hour an event is counted: for a reversal, that of the reversed event. */
const countedAt = ({ history, reverses }: StreamedEvent): number =>
  reverses ? Number.parseInt(reverses, 10) : history.at;

const newEntry = (db: Database, history: HistoryEvent): Actions[number] => ({
  Put: {
    TableName: db.tables.events,
    Item: history,
    ConditionExpression: 'attribute_not_exists(subject)',
  },
});

/** Changes a stored redemption into a refusal, or removes it from the index by time. */
const reversal = (
  db: Database,
  { subject, type, reason }: HistoryEvent,
  position: string,
): Actions[number] => ({
  Update: {
    TableName: db.tables.events,
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

function counterUpdates(db: Database, events: readonly StreamedEvent[], historyRetention: number): Actions {
  const hours = new Map<number, Counts>();
  const count = (at: number, counts: Counts) =>
    hours.set(hourOf(at), addCounts(hours.get(hourOf(at)) ?? zeroCounts(), counts));
  for (const event of events) {
    const counts = countsOf(event.history);
    if (counts) count(countedAt(event), counts);
    if (event.reverses) count(countedAt(event), { ...zeroCounts(), redeemed: -1 });
  }
  return [...hours]
    .filter(([, counts]) => Object.values(counts).some((number) => number !== 0))
    .map(([hour, counts]) => ({ Update: counterUpdate(db, hour, counts, historyRetention) }));
}
