import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { clock } from '../../shared/clock.ts';
import { groupForTransactions, recordEvents } from '../../shared/history/record.ts';
import { readStreamRecord, type StreamedEvent } from '../../shared/history/stream-record.ts';
import { isUnavailable } from '../../shared/storage/unavailable.ts';
import { setTtlOfUsedUpToken } from '../../shared/token/token-change-store.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { publish } from '../runtime/event-bus.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { tokenRetention } from '../runtime/settings.ts';

type Numbered = StreamedEvent & { sequenceNumber: string };

/**
 * Turns stream records into history, counters and, where there is one, events on the bus. What fails is reported from
 * its first record on: the stream delivers from there again, and nothing before it twice.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { events, unreadable } = readAll(Records);
  for (const chunk of groupForTransactions(events)) {
    const failed = await recordChunk(chunk);
    if (failed) return failure(Records, failed);
  }
  if (unreadable) return failure(Records, unreadable);
  logBatch(Records, { recorded: events.length });
  return { batchItemFailures: [] };
}

type Failed = { sequenceNumber: string; error: unknown };

/** The first event that could not be recorded. One that never will be must not take the others of its transaction along. */
async function recordChunk(chunk: readonly Numbered[]): Promise<Failed | undefined> {
  const [first] = chunk;
  if (!first) return undefined;
  try {
    await record(chunk);
    return undefined;
  } catch (error) {
    if (chunk.length === 1 || isUnavailable(error)) return { sequenceNumber: first.sequenceNumber, error };
  }
  for (const event of chunk) {
    const failed = await recordChunk([event]);
    if (failed) return failed;
  }
  return undefined;
}

async function record(events: readonly Numbered[]): Promise<void> {
  await Promise.all(
    events.map(async ({ usedUpTokenId, history }) => {
      if (usedUpTokenId === undefined) return;
      const retention = await tokenRetention(clock());
      await setTtlOfUsedUpToken(db, usedUpTokenId, { usedAt: history.at, retention });
    }),
  );
  await recordEvents(db, events, { historyRetention });
  await publish(events);
}

/** The events up to the first record that cannot be read: what comes after it must wait for it. */
function readAll(records: readonly DynamoDBRecord[]) {
  const events: Numbered[] = [];
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
 * Where the batch is to go on. When that is its beginning, and trying again will not help, the invocation fails as a
 * whole: Lambda then halves the batch, until what is set aside is that one record and none of those behind it.
 */
function failure(
  records: readonly DynamoDBRecord[],
  { sequenceNumber, error }: Failed,
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
    { consumer: 'record-events', records: records.length, ...fields },
    [{ dimensions: ['consumer'], metrics: [{ name: 'lag', unit: 'Milliseconds' }] }],
    { lag: Number.isFinite(oldest) ? Math.max(0, clock() - oldest * 1000) : 0 },
  );
}
