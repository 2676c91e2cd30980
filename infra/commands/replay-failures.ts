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
  /** Lists the objects and changes nothing. */
  dryRun: boolean;
  log: (line: string) => void;
};

/**
 * Invokes the consumers with the records that they have failed on, and deletes the objects that are processed now. The
 * history has each event once and the bus at least once, so a replay may be interrupted and repeated.
 *
 * @returns the number of objects that were processed, and of those that are left.
 */
export async function replayFailures(replay: Replay): Promise<{ processed: number; left: number }> {
  const { s3, bucket, log } = replay;
  let processed = 0;
  let left = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
    for (const { Key } of Contents) {
      if (!Key) continue;
      const reason = await replayObject(replay, Key);
      log(`${Key}: ${reason ?? 'processed'}`);
      if (reason) left += 1;
      else processed += 1;
    }
  }
  return { processed, left };
}

/** @returns the reason why the object is left; undefined: it was processed and deleted. */
async function replayObject(replay: Replay, key: string): Promise<string | undefined> {
  try {
    const failure = await readFailure(replay, key);
    if (replay.dryRun) return `${failure.event.Records.length} records`;
    await runAgain(replay, failure);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  await replay.s3.send(new DeleteObjectCommand({ Bucket: replay.bucket, Key: key }));
  return undefined;
}

type StreamEvent = { Records: unknown[] };
/** A failed invocation: the event, and the ARN of the function that failed on it. */
type Failure = { event: StreamEvent; consumer: string };

/** Reads the invocation record of Lambda, which holds the event as text. */
async function readFailure({ s3, bucket }: Replay, key: string): Promise<Failure> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const { payload, requestContext } = JSON.parse((await Body?.transformToString()) ?? '{}');
  const event = typeof payload === 'string' ? JSON.parse(payload) : payload;
  if (!Array.isArray(event?.Records)) throw new Error('holds no stream records');
  const consumer = requestContext?.functionArn;
  if (typeof consumer !== 'string') throw new Error('names no function that failed');
  return { event, consumer };
}

/** Gives the records to their consumer together; when that fails, one by one. */
async function runAgain(replay: Replay, { event, consumer }: Failure): Promise<void> {
  if (await isProcessed(replay, consumer, event)) return;
  let refused = 0;
  for (const record of event.Records) {
    const one = { Records: [record] };
    if (event.Records.length === 1 || !(await isProcessed(replay, consumer, one))) refused += 1;
  }
  if (refused > 0) {
    throw new Error(
      `${refused} of ${event.Records.length} records could not be processed; the consumer's log says why`,
    );
  }
}

/** Only a complete report counts as processed: the object is the last copy of its records. */
async function isProcessed({ lambda }: Replay, consumer: string, event: StreamEvent): Promise<boolean> {
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
    const { FailureBucket: bucket } = await readOutputs(values.stack, ['FailureBucket']);
    const { processed, left } = await replayFailures({
      s3: new S3Client(),
      lambda: new LambdaClient(),
      bucket,
      dryRun: values['dry-run'],
      log: console.log,
    });
    console.log(`${processed} objects processed, ${left} left`);
    if (left > 0 && !values['dry-run']) process.exitCode = 1;
  });
}
