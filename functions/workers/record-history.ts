import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { clock } from '../../shared/clock.ts';
import { groupForTransactions, recordEvents } from '../../shared/history/history-store.ts';
import { isUnavailable } from '../../shared/storage/unavailable.ts';
import { setTtlOfUsedUpToken } from '../../shared/token/token-change-store.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { tokenRetention } from '../runtime/settings.ts';
import {
  batchDone,
  batchFailure,
  type FailedRecord,
  readRecords,
  type SequencedEvent,
} from './stream-batch.ts';

const CONSUMER = 'record-history';

/**
 * Turns stream records into history and counters. A failure is reported from its first record on: the stream delivers
 * again from there, and nothing before it twice.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { events, unreadable } = readRecords(Records);
  for (const group of groupForTransactions(events)) {
    const failed = await recordGroup(group);
    if (failed) return batchFailure(CONSUMER, Records, failed);
  }
  return unreadable ? batchFailure(CONSUMER, Records, unreadable) : batchDone(CONSUMER, Records, events);
}

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
}
