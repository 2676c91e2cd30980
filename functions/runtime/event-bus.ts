import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishEvents } from '../../shared/history/event-bus.ts';
import type { StreamedEvent } from '../../shared/history/stream-record.ts';
import { config } from './config.ts';

/** Puts events on the deployment's bus, where it has one. */
export const publish: (events: readonly StreamedEvent[]) => Promise<void> = config.eventBus
  ? publishEvents.bind(undefined, new EventBridgeClient({ maxAttempts: 4 }), config.eventBus)
  : async () => {};
