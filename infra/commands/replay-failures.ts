import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { OUTPUTS } from '../outputs.ts';
import { run } from './run.ts';
import { readOutputs } from './stack-outputs.ts';

export type Replay = {
  s3: S3Client;
  lambda: LambdaClient;
  /** Where Lambda set records aside. */
  bucket: string;
  /** What writes them to the history. */
  consumer: string;
  /** Tells what there is, and changes nothing. */
  dryRun: boolean;
  log: (line: string) => void;
};

/**
 * Gives the records that were set aside to the consumer again, and deletes what it has written. The consumer
 * writes an event once however often it is told of it, so a replay may be interrupted and repeated.
 *
 * @returns how many objects were written, and how many are still there.
 */
export async function replayFailures(replay: Replay): Promise<{ written: number; left: number }> {
  const { s3, bucket, log } = replay;
  let written = 0;
  let left = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
    for (const { Key } of Contents) {
      if (!Key) continue;
      const kept = await replayObject(replay, Key);
      log(`${Key}: ${kept ?? 'written'}`);
      if (kept) left += 1;
      else written += 1;
    }
  }
  return { written, left };
}

/** @returns what keeps the object where it is, if anything does. */
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

/**
 * The event that the consumer was called with: it comes as text in what Lambda tells of the failed
 * invocation.
 */
async function readEvent({ s3, bucket }: Replay, key: string): Promise<StreamEvent> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const { payload } = JSON.parse((await Body?.transformToString()) ?? '{}');
  const event = typeof payload === 'string' ? JSON.parse(payload) : payload;
  if (!Array.isArray(event?.Records)) throw new Error('holds no stream records');
  return event;
}

/** Writes what it can: together, or else record by record. */
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

/** An answer that is no report is no reason to delete what cannot be had again. */
async function isWritten({ lambda, consumer }: Replay, event: StreamEvent): Promise<boolean> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: consumer, Payload: JSON.stringify(event) }),
  );
  const answer: Partial<DynamoDBBatchResponse> | null = JSON.parse(Payload?.transformToString() || 'null');
  return !FunctionError && answer?.batchItemFailures?.length === 0;
}

if (import.meta.main) {
  await run(async () => {
    const { values } = parseArgs({
      options: {
        stack: { type: 'string', default: 'LoginTokens' },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const outputs = await readOutputs(values.stack, [OUTPUTS.failures, OUTPUTS.recordEvents]);
    const { written, left } = await replayFailures({
      s3: new S3Client(),
      lambda: new LambdaClient(),
      bucket: outputs[OUTPUTS.failures],
      consumer: outputs[OUTPUTS.recordEvents],
      dryRun: values['dry-run'],
      log: console.log,
    });
    console.log(`${written} objects written to the history, ${left} left`);
    if (left > 0 && !values['dry-run']) process.exitCode = 1;
  });
}
