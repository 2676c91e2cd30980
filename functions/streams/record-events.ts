import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { clock } from '../../shared/clock.ts';
import { recordEvents, transactions } from '../../shared/history/record.ts';
import { readStreamRecord, type StreamedEvent } from '../../shared/history/stream-record.ts';
import { retireUsedToken } from '../../shared/token/token-changes.ts';
import { writeLogLine } from '../http/log-line.ts';
import { db } from '../runtime/database.ts';
import { publish } from '../runtime/event-bus.ts';

type Numbered = StreamedEvent & { sequenceNumber: string };

/**
 * Turns stream records into history, counters and, where there is one, events on the bus. What fails is reported from
 * its first record on: the stream delivers from there again, and nothing before it twice.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { events, unreadable } = readAll(Records);
  for (const chunk of transactions(events)) {
    try {
      await record(chunk);
    } catch (error) {
      return failure(Records, chunk[0]?.sequenceNumber, error);
    }
  }
  if (unreadable) return failure(Records, unreadable.sequenceNumber, unreadable.error);
  logBatch(Records, { recorded: events.length });
  return { batchItemFailures: [] };
}

async function record(events: readonly Numbered[]): Promise<void> {
  await Promise.all(
    events.map(({ retires, history }) => retires && retireUsedToken(db, retires, history.at)),
  );
  await recordEvents(db, events);
  await publish(events);
}

/** The events up to the first record that cannot be read: what comes after it must wait for it. */
function readAll(records: readonly DynamoDBRecord[]) {
  const events: Numbered[] = [];
  for (const streamRecord of records) {
    const sequenceNumber = streamRecord.dynamodb?.SequenceNumber ?? '';
    try {
      const event = readStreamRecord(streamRecord);
      if (event) events.push({ ...event, sequenceNumber });
    } catch (error) {
      return { events, unreadable: { sequenceNumber, error } };
    }
  }
  return { events, unreadable: undefined };
}

function failure(records: readonly DynamoDBRecord[], from = '', error: unknown): DynamoDBBatchResponse {
  logBatch(records, {
    level: 'error',
    failedFrom: from,
    error: error instanceof Error ? error.name : typeof error,
  });
  return { batchItemFailures: [{ itemIdentifier: from }] };
}

function logBatch(records: readonly DynamoDBRecord[], fields: Record<string, unknown>): void {
  const oldest = Math.min(
    ...records.map(({ dynamodb }) => dynamodb?.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY),
  );
  writeLogLine(
    { consumer: 'record-events', records: records.length, ...fields },
    [{ dimensions: ['consumer'], metrics: [{ name: 'lag', unit: 'Milliseconds' }] }],
    { lag: Number.isFinite(oldest) ? Math.max(0, clock() - oldest * 1000) : 0 },
  );
}
