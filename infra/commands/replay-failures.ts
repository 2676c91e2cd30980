import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { readOutputs, runCommand } from './command.ts';

export type Replay = {
  s3: S3Client;
  lambda: LambdaClient;
  /** The bucket of failed records. */
  bucket: string;
  /** The name of the function that writes the history. */
  consumer: string;
  /** Lists the objects and changes nothing. */
  dryRun: boolean;
  log: (line: string) => void;
};

/**
 * Invokes the consumer with the failed records again, and deletes the objects that it has written. The consumer writes
 * each event once, so a replay may be interrupted and repeated.
 *
 * @returns the number of objects that were written, and of those that are left.
 */
export async function replayFailures(replay: Replay): Promise<{ written: number; left: number }> {
  const { s3, bucket, log } = replay;
  let written = 0;
  let left = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
    for (const { Key } of Contents) {
      if (!Key) continue;
      const reason = await replayObject(replay, Key);
      log(`${Key}: ${reason ?? 'written'}`);
      if (reason) left += 1;
      else written += 1;
    }
  }
  return { written, left };
}

/** @returns the reason why the object is left; undefined: it was written and deleted. */
async function replayObject(replay: Replay, key: string): Promise<string | undefined> {
  try {
    const event = await readEvent(replay, key);
    if (replay.dryRun) return `${event.Records.length} records`;
    await write(replay, event);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  await replay.s3.send(new DeleteObjectCommand({ Bucket: replay.bucket, Key: key }));
  return undefined;
}

type StreamEvent = { Records: unknown[] };

/** The event of the failed invocation. Lambda stores it as text in its invocation record. */
async function readEvent({ s3, bucket }: Replay, key: string): Promise<StreamEvent> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const { payload } = JSON.parse((await Body?.transformToString()) ?? '{}');
  const event = typeof payload === 'string' ? JSON.parse(payload) : payload;
  if (!Array.isArray(event?.Records)) throw new Error('holds no stream records');
  return event;
}

/** Writes the records together; when that fails, one by one. */
async function write(replay: Replay, event: StreamEvent): Promise<void> {
  if (await isWritten(replay, event)) return;
  let refused = 0;
  for (const record of event.Records) {
    if (event.Records.length === 1 || !(await isWritten(replay, { Records: [record] }))) refused += 1;
  }
  if (refused > 0) {
    throw new Error(
      `${refused} of ${event.Records.length} records could not be written; the consumer's log says why`,
    );
  }
}

/** Only a complete report counts as written: the object is the last copy of its records. */
async function isWritten({ lambda, consumer }: Replay, event: StreamEvent): Promise<boolean> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: consumer, Payload: JSON.stringify(event) }),
  );
  const answer: Partial<DynamoDBBatchResponse> | null = JSON.parse(Payload?.transformToString() || 'null');
  return !FunctionError && answer?.batchItemFailures?.length === 0;
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = parseArgs({
      options: {
        stack: { type: 'string', default: 'LoginTokens' },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const { FailureBucket: bucket, RecordHistoryFunction: consumer } = await readOutputs(values.stack, [
      'FailureBucket',
      'RecordHistoryFunction',
    ]);
    const { written, left } = await replayFailures({
      s3: new S3Client(),
      lambda: new LambdaClient(),
      bucket,
      consumer,
      dryRun: values['dry-run'],
      log: console.log,
    });
    console.log(`${written} objects written to the history, ${left} left`);
    if (left > 0 && !values['dry-run']) process.exitCode = 1;
  });
}
