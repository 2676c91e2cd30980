import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { clock } from '../../shared/clock.ts';
import { readStreamRecord, type StreamedEvent } from '../../shared/history/stream-record.ts';
import { isUnavailable } from '../../shared/storage/unavailable.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { writeLogLine } from '../runtime/log-line.ts';

/** The parts that the consumers of the streams share: reading a batch, and reporting where it failed. */

export type SequencedEvent = StreamedEvent & { sequenceNumber: string };
export type FailedRecord = { sequenceNumber: string; error: unknown };

/** The events before the first unreadable record. Later ones wait for it, so that they keep their order. */
export function readRecords(records: readonly DynamoDBRecord[]): {
  events: SequencedEvent[];
  unreadable: FailedRecord | undefined;
} {
  const events: SequencedEvent[] = [];
  for (const streamRecord of records) {
    const sequenceNumber = streamRecord.dynamodb?.SequenceNumber ?? '';
    try {
      const event = readStreamRecord(streamRecord, { tables: db.tables, historyRetention });
      if (event) events.push({ ...event, sequenceNumber });
    } catch (error) {
      return { events, unreadable: { sequenceNumber, error } };
    }
  }
  return { events, unreadable: undefined };
}

/** The answer of a consumer that has processed a batch. */
export function batchDone(
  consumer: string,
  records: readonly DynamoDBRecord[],
  events: readonly SequencedEvent[],
): DynamoDBBatchResponse {
  logBatch(consumer, records, { recorded: events.length });
  return { batchItemFailures: [] };
}

/**
 * Names the record from which the stream delivers again. Throws when that is the first and a retry will not help: Lambda
 * then halves the batch until the failure destination gets that one record and no other.
 */
export function batchFailure(
  consumer: string,
  records: readonly DynamoDBRecord[],
  { sequenceNumber, error }: FailedRecord,
): DynamoDBBatchResponse {
  const name = error instanceof Error ? error.name : typeof error;
  logBatch(consumer, records, { level: 'error', failedFrom: sequenceNumber, error: name });
  const isFirst = records[0]?.dynamodb?.SequenceNumber === sequenceNumber;
  if (isFirst && records.length > 1 && !isUnavailable(error))
    throw new Error('the first record cannot be processed');
  return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] };
}

function logBatch(
  consumer: string,
  records: readonly DynamoDBRecord[],
  fields: Record<string, unknown>,
): void {
  const oldest = Math.min(
    ...records.map(({ dynamodb }) => dynamodb?.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY),
  );
  writeLogLine(
    { consumer, records: records.length, ...fields },
    [{ dimensions: ['consumer'], metrics: [{ name: 'lag', unit: 'Milliseconds' }] }],
    { lag: Number.isFinite(oldest) ? Math.max(0, clock() - oldest * 1000) : 0 },
  );
}
