import { DescribeTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { config } from '../../functions/runtime/config.ts';
import { type Consumer, followStream } from '../../local/follow-stream.ts';
import { type Checkpoints, openCheckpoints } from '../../local/stream-checkpoints.ts';
import { useDatabase } from '../support/fixture.ts';

const database = new DynamoDBClient();
const TableName = config.tables.keys;
let streamArn: string;

useDatabase();
beforeAll(async () => {
  const { Table } = await database.send(new DescribeTableCommand({ TableName }));
  streamArn = Table?.LatestStreamArn ?? '';
});

const put = (id: string) =>
  database.send(
    new PutItemCommand({
      TableName,
      Item: {
        id: { S: id },
        bytes: { B: Buffer.from('ü') },
        nested: { M: { set: { BS: [Buffer.from('a')] } } },
      },
    }),
  );

const idOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.id?.S ?? '';

const fails = (record: DynamoDBRecord) => ({
  batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }],
});
const done = { batchItemFailures: [] };

/** Follows the stream until the test ends or `stop` is called. */
function follow(
  consumer: Consumer,
  options: { checkpoints?: Checkpoints; client?: DynamoDBStreamsClient } = {},
) {
  const { checkpoints = openCheckpoints(undefined), client = new DynamoDBStreamsClient() } = options;
  const stopping = new AbortController();
  const following = followStream({ client, streamArn, consumer, checkpoints, signal: stopping.signal });
  const stop = () => {
    stopping.abort();
    return following;
  };
  onTestFinished(stop);
  return stop;
}

describe('a stream of DynamoDB Local', () => {
  test('reaches the consumer within a second, in Lambda’s form', async () => {
    const records: DynamoDBRecord[] = [];
    follow(async ({ Records }) => {
      records.push(...Records);
      return done;
    });
    await put('form');
    await vi.waitFor(() => expect(records.map(idOf)).toContain('form'), { timeout: 300_000, interval: 20 });
    expect(records.find((record) => idOf(record) === 'form')).toMatchObject({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      eventSourceARN: streamArn,
      dynamodb: {
        Keys: { id: { S: 'form' } },
        NewImage: { id: { S: 'form' }, bytes: { B: 'w7w=' }, nested: { M: { set: { BS: ['YQ=='] } } } },
        SequenceNumber: expect.any(String),
        ApproximateCreationDateTime: expect.any(Number),
      },
    });
    expect(records[0]?.dynamodb).not.toHaveProperty('OldImage');
  });

  test('comes again from the first record that failed, and nothing before it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const ids = Array.from({ length: 6 }, (_, index) => `again-${index}`);
    for (const id of ids) await put(id);
    const batches: string[][] = [];
    follow(async ({ Records }) => {
      const batch = Records.map(idOf).filter((id) => id.startsWith('again-'));
      if (batch.length > 0) batches.push(batch);
      const third = Records.find((record) => idOf(record) === 'again-2');
      if (batches.length === 1 && third) return fails(third);
      if (batches.length === 2) throw new Error('the consumer dies');
      return done;
    });
    await vi.waitFor(() => expect(batches).toEqual([ids, ids.slice(2), ids.slice(2)]), { timeout: 300_000 });
  });

  test('goes on after a restart where it was', async () => {
    const checkpoints = openCheckpoints(undefined);
    const first: string[] = [];
    const stop = follow(
      async ({ Records }) => {
        first.push(...Records.map(idOf));
        return done;
      },
      { checkpoints },
    );
    await put('before');
    await vi.waitFor(() => expect(first).toContain('before'), { timeout: 300_000 });
    await stop();
    await put('meanwhile');
    const second: string[] = [];
    follow(
      async ({ Records }) => {
        second.push(...Records.map(idOf));
        return done;
      },
      { checkpoints },
    );
    await vi.waitFor(() => expect(second).toEqual(['meanwhile']), { timeout: 300_000 });
  });

  test('arrives in batches of 99 records at most', async () => {
    await Promise.all(Array.from({ length: 150 }, (_, index) => put(`many-${index}`)));
    const sizes: number[] = [];
    const ids = new Set<string>();
    follow(async ({ Records }) => {
      sizes.push(Records.length);
      for (const record of Records) ids.add(idOf(record));
      return done;
    });
    await vi.waitFor(
      () => expect([...ids].filter((id) => id.startsWith('many-'))).toHaveLength(150),
      300_000,
    );
    expect(Math.max(...sizes)).toBe(99);
  });
});

describe('what DynamoDB Local does not show in a test', () => {
  const record = (id: string) => ({ dynamodb: { Keys: { id: { S: id } }, SequenceNumber: id } });

  /** Two shards, parent and child; the parent is closed. */
  function twoShards() {
    const mock = mockClient(DynamoDBStreamsClient);
    mock.on(DescribeStreamCommand).resolves({
      StreamDescription: { Shards: [{ ShardId: 'child', ParentShardId: 'parent' }, { ShardId: 'parent' }] },
    });
    mock.on(GetShardIteratorCommand).callsFake(({ ShardId, ShardIteratorType }) => ({
      ShardIterator: `${ShardId} ${ShardIteratorType}`,
    }));
    mock.on(GetRecordsCommand).resolves({ Records: [], NextShardIterator: 'end of child' });
    mock
      .on(GetRecordsCommand, { ShardIterator: 'parent TRIM_HORIZON' })
      .resolves({ Records: [record('1'), record('2')] });
    mock
      .on(GetRecordsCommand, { ShardIterator: 'child TRIM_HORIZON' })
      .resolves({ Records: [record('3')], NextShardIterator: 'end of child' });
    return mock;
  }

  function collect(checkpoints = openCheckpoints(undefined)) {
    const ids: string[] = [];
    follow(
      async ({ Records }) => {
        ids.push(...Records.map(idOf));
        return done;
      },
      { client: new DynamoDBStreamsClient(), checkpoints },
    );
    return ids;
  }

  test('a closed shard is read to its end before its child', async () => {
    const mock = twoShards();
    onTestFinished(() => mock.restore());
    const ids = collect();
    await vi.waitFor(() => expect(ids).toEqual(['1', '2', '3']), { timeout: 300_000 });
  });

  test('an iterator that expired is replaced by one at the position', async () => {
    const mock = twoShards();
    onTestFinished(() => mock.restore());
    const expired = new ExpiredIteratorException({ message: '', $metadata: {} });
    mock
      .on(GetRecordsCommand, { ShardIterator: 'end of child' })
      .rejectsOnce(expired)
      .resolves({ Records: [], NextShardIterator: 'end of child' });
    mock
      .on(GetRecordsCommand, { ShardIterator: 'child AFTER_SEQUENCE_NUMBER' })
      .resolves({ Records: [record('4')], NextShardIterator: 'end of child' });
    const ids = collect();
    await vi.waitFor(() => expect(ids).toEqual(['1', '2', '3', '4']), { timeout: 300_000 });
  });

  test('a position that the stream has forgotten is replaced by its oldest record', async () => {
    const mock = twoShards();
    onTestFinished(() => mock.restore());
    const trimmed = new TrimmedDataAccessException({ message: '', $metadata: {} });
    mock.on(GetShardIteratorCommand, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' }).rejects(trimmed);
    const checkpoints = openCheckpoints(undefined);
    checkpoints.set(`${streamArn} parent`, '0');
    const ids = collect(checkpoints);
    await vi.waitFor(() => expect(ids).toEqual(['1', '2', '3']), { timeout: 300_000 });
  });
});
