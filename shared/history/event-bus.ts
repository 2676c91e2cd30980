import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { UnavailableError } from '../storage/unavailable.ts';
import type { HistoryEvent } from './history-event.ts';
import { historyView } from './history-view.ts';
import type { StreamedEvent } from './stream-record.ts';

/** The `source` of the events on the bus. */
export const EVENT_SOURCE = 'login-tokens';

/** The most entries of one PutEvents. */
const ENTRIES = 10;

/** Puts events on a bus, each at least once: consumers recognise a repetition by its id. Throws an `UnavailableError`. */
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
    throw new UnavailableError('the event bus has not accepted every event');
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
