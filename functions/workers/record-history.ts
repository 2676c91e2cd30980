import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { clock } from '../../shared/clock.ts';
import { groupForTransactions, recordEvents } from '../../shared/history/history-store.ts';
import { readStreamRecord, type StreamedEvent } from '../../shared/history/stream-record.ts';
import { isUnavailable } from '../../shared/storage/unavailable.ts';
import { setTtlOfUsedUpToken } from '../../shared/token/token-change-store.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { publish } from '../runtime/event-bus.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { tokenRetention } from '../runtime/settings.ts';

type SequencedEvent = StreamedEvent & { sequenceNumber: string };

/**
 * Turns stream records into history, counters and, where there is one, events on the bus. A failure is reported from its
 * first record on: the stream delivers again from there, and nothing before it twice.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { events, unreadable } = readRecords(Records);
  for (const group of groupForTransactions(events)) {
    const failed = await recordGroup(group);
    if (failed) return batchFailure(Records, failed);
  }
  if (unreadable) return batchFailure(Records, unreadable);
  logBatch(Records, { recorded: events.length });
  return { batchItemFailures: [] };
}

type FailedRecord = { sequenceNumber: string; error: unknown };

/** Records a group in one transaction, or, when that fails, each event in its own: one bad event must not stop the others. */
async function recordGroup(group: readonly SequencedEvent[]): Promise<FailedRecord | undefined> {
  const [first] = group;
  if (!first) return undefined;
  try {
    await recordTransaction(group);
    return undefined;
  } catch (error) {
    if (group.length === 1 || isUnavailable(error)) return { sequenceNumber: first.sequenceNumber, error };
  }
  for (const event of group) {
    const failed = await recordGroup([event]);
    if (failed) return failed;
  }
  return undefined;
}

async function recordTransaction(events: readonly SequencedEvent[]): Promise<void> {
  await Promise.all(
    events.map(async ({ usedUpTokenId, history }) => {
      if (usedUpTokenId === undefined) return;
      const retention = await tokenRetention(clock());
      await setTtlOfUsedUpToken(db, usedUpTokenId, { seenAt: history.at, retention });
    }),
  );
  await recordEvents(db, events, { historyRetention });
  await publish(events);
}

/** The events before the first unreadable record. Later ones wait for it, so that the history keeps its order. */
function readRecords(records: readonly DynamoDBRecord[]) {
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

/**
 * Names the record from which the stream delivers again. Throws when that is the first and a retry will not help: Lambda
 * then halves the batch until the failure destination gets that one record and no other.
 */
function batchFailure(
  records: readonly DynamoDBRecord[],
  { sequenceNumber, error }: FailedRecord,
): DynamoDBBatchResponse {
  const name = error instanceof Error ? error.name : typeof error;
  logBatch(records, { level: 'error', failedFrom: sequenceNumber, error: name });
  const isFirst = records[0]?.dynamodb?.SequenceNumber === sequenceNumber;
  if (isFirst && records.length > 1 && !isUnavailable(error))
    throw new Error('the first record cannot be recorded');
  return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] };
}

function logBatch(records: readonly DynamoDBRecord[], fields: Record<string, unknown>): void {
  const oldest = Math.min(
    ...records.map(({ dynamodb }) => dynamodb?.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY),
  );
  writeLogLine(
    { consumer: 'record-history', records: records.length, ...fields },
    [{ dimensions: ['consumer'], metrics: [{ name: 'lag', unit: 'Milliseconds' }] }],
    { lag: Number.isFinite(oldest) ? Math.max(0, clock() - oldest * 1000) : 0 },
  );
}
