import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { publish } from '../runtime/event-bus.ts';
import { batchDone, batchFailure, readRecords } from './stream-batch.ts';

const CONSUMER = 'publish-events';

/**
 * Puts the events of stream records on the bus, each at least once. It reads the streams by itself, so a bus that hangs holds
 * back no history.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { events, unreadable } = readRecords(Records);
  try {
    await publish(events);
  } catch (error) {
    return batchFailure(CONSUMER, Records, { sequenceNumber: events[0]?.sequenceNumber ?? '', error });
  }
  return unreadable ? batchFailure(CONSUMER, Records, unreadable) : batchDone(CONSUMER, Records, events);
}
