import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Checkpoints } from './stream-checkpoints.ts';
import { toLambdaRecord } from './stream-record.ts';

/** The batch size of deployed consumers. */
const BATCH = 99;
/** Milliseconds between polls of an idle stream. */
const INTERVAL = 500;
/** Milliseconds. */
const LONGEST_BACKOFF = 5_000;

export type Consumer = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

type Stream = {
  client: DynamoDBStreamsClient;
  streamArn: string;
  consumer: Consumer;
  checkpoints: Checkpoints;
  signal: AbortSignal;
};

/**
 * Feeds a table's stream to its consumer as Lambda does: parent shards before their children, each shard in order, and
 * failed records again until they succeed. Resolves after `signal` is aborted.
 */
export async function followStream(stream: Stream): Promise<void> {
  const { signal } = stream;
  const finished = new Set<string>();
  /** The shards being read and their iterators. Undefined: read from the checkpoint. */
  const open = new Map<string, string | undefined>();
  for (let failures = 0; !signal.aborted; ) {
    try {
      if (open.size === 0) await openShards(stream, open, finished);
      let seen = 0;
      for (const shard of [...open.keys()]) seen += await readShard(stream, shard, open, finished);
      failures = 0;
      if (seen === 0) await pause(INTERVAL, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      // Iterators expire while a laptop sleeps. Reading goes on from the checkpoints.
      open.clear();
      failures += 1;
      if (!(error instanceof ExpiredIteratorException)) warn(stream.streamArn, error);
      await pause(backoff(failures), undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Opens the shards whose parents are finished. */
async function openShards(
  { client, streamArn }: Stream,
  open: Map<string, string | undefined>,
  finished: ReadonlySet<string>,
): Promise<void> {
  const shards: Shard[] = [];
  let last: string | undefined;
  do {
    const page = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: last }),
    );
    shards.push(...(page.StreamDescription?.Shards ?? []));
    last = page.StreamDescription?.LastEvaluatedShardId;
  } while (last !== undefined);
  const unread = new Set(shards.map(({ ShardId = '' }) => ShardId).filter((shard) => !finished.has(shard)));
  for (const { ShardId = '', ParentShardId = '' } of shards) {
    if (unread.has(ShardId) && !unread.has(ParentShardId)) open.set(ShardId, undefined);
  }
}

/** Delivers the next records of a shard, and returns their number. */
async function readShard(
  stream: Stream,
  shard: string,
  open: Map<string, string | undefined>,
  finished: Set<string>,
): Promise<number> {
  const { Records = [], NextShardIterator } = await getRecords(stream, shard, open.get(shard));
  await deliver(
    stream,
    shard,
    Records.map((record) => toLambdaRecord(record, stream.streamArn)),
  );
  if (NextShardIterator !== undefined) {
    open.set(shard, NextShardIterator);
  } else {
    finished.add(shard);
    open.delete(shard);
  }
  return Records.length;
}

/** Reads from `iterator`, or else from the checkpoint, or from the oldest record when the checkpoint has expired. */
async function getRecords(
  { client, streamArn, checkpoints }: Stream,
  shard: string,
  iterator: string | undefined,
): Promise<GetRecordsCommandOutput> {
  const read = (ShardIterator: string | undefined) =>
    client.send(new GetRecordsCommand({ ShardIterator, Limit: BATCH }));
  const iteratorAt = async (sequenceNumber: string | undefined) => {
    const type = sequenceNumber === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER';
    const where = {
      StreamArn: streamArn,
      ShardId: shard,
      ShardIteratorType: type,
      SequenceNumber: sequenceNumber,
    } as const;
    return (await client.send(new GetShardIteratorCommand(where))).ShardIterator;
  };
  try {
    return await read(iterator ?? (await iteratorAt(checkpoints.get(`${streamArn} ${shard}`))));
  } catch (error) {
    // DynamoDB Local also throws it for the iterator of an empty shard that got its first record.
    if (!(error instanceof TrimmedDataAccessException)) throw error;
    return await read(await iteratorAt(undefined));
  }
}

async function deliver(
  { consumer, streamArn, checkpoints, signal }: Stream,
  shard: string,
  records: readonly DynamoDBRecord[],
): Promise<void> {
  let rest = records;
  for (let failures = 0; rest.length > 0; ) {
    const failed = await invoke(consumer, rest);
    const last = rest.at(-1 - failed.length)?.dynamodb?.SequenceNumber;
    if (last !== undefined) checkpoints.set(`${streamArn} ${shard}`, last);
    failures = failed.length < rest.length ? 0 : failures + 1;
    rest = failed;
    if (rest.length > 0) await pause(backoff(failures), undefined, { signal });
  }
}

/** Invokes the consumer. Returns the records from the first failed one on, or all when the consumer throws. */
async function invoke(
  consumer: Consumer,
  records: readonly DynamoDBRecord[],
): Promise<readonly DynamoDBRecord[]> {
  try {
    const { batchItemFailures } = await consumer({ Records: [...records] });
    if (batchItemFailures.length === 0) return [];
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const first = records.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''));
    return records.slice(Math.max(first, 0));
  } catch (error) {
    warn(records[0]?.eventSourceARN ?? '', error);
    return records;
  }
}

const backoff = (failures: number): number => Math.min(100 * 2 ** failures, LONGEST_BACKOFF);

const warn = (streamArn: string, error: unknown): void =>
  console.error(`the stream ${streamArn}: ${error instanceof Error ? error.name : 'failed'}, trying again`);
