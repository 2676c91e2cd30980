import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishEvents } from '../../shared/history/event-bus.ts';
import type { StreamedEvent } from '../../shared/history/stream-record.ts';
import { config } from './config.ts';
import { TIMEOUTS } from './timeouts.ts';

const { eventBus } = config;
const client =
  eventBus === undefined ? undefined : new EventBridgeClient({ maxAttempts: 3, requestHandler: TIMEOUTS });

/** Publishes events on the bus, if the deployment has one. */
export async function publish(events: readonly StreamedEvent[]): Promise<void> {
  if (client && eventBus !== undefined) await publishEvents(client, eventBus, events);
}
