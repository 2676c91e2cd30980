import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { UnavailableError } from '../storage/unavailable.ts';
import type { HistoryEvent } from './history-event.ts';
import { historyView } from './history-view.ts';
import type { StreamedEvent } from './stream-record.ts';

/** What EventBridge calls the sender of our events. */
export const EVENT_SOURCE = 'login-tokens';

/** What one PutEvents may hold. */
const ENTRIES = 10;

/** Puts events on a bus. Each gets there once at least: whoever listens tells repetitions by the event's id. */
export async function publishEvents(
  client: EventBridgeClient,
  bus: string,
  events: readonly StreamedEvent[],
): Promise<void> {
  const batches = [];
  for (let at = 0; at < events.length; at += ENTRIES) batches.push(events.slice(at, at + ENTRIES));
  const answers = await Promise.all(
    batches.map((batch) =>
      client.send(new PutEventsCommand({ Entries: batch.map((event) => entry(bus, event)) })),
    ),
  );
  if (answers.some(({ FailedEntryCount = 0 }) => FailedEntryCount > 0)) {
    throw new UnavailableError('the event bus did not take every event');
  }
}

const entry = (bus: string, { history, reverses }: StreamedEvent) => ({
  EventBusName: bus,
  Source: EVENT_SOURCE,
  DetailType: history.type,
  Time: new Date(history.at * 1000),
  Resources: [resourceOf(history)],
  Detail: JSON.stringify({ ...historyView(history), ...(reverses && { reverses: reverses.split('#')[1] }) }),
});

const resourceOf = ({ subject }: HistoryEvent): string =>
  subject.includes(':') ? subject : `token:${subject}`;
