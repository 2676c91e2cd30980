import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { config } from '../../functions/runtime/config.ts';
import { db } from '../../functions/runtime/database.ts';
import { RECORD_HISTORY } from '../../functions/workers/workers.ts';
import { toLambdaRecord } from '../../local/stream-record.ts';
import type { EventTable } from '../../shared/tables.ts';
import { holdDatabase, roleOfWorker, within } from './declared-access.ts';

/** All records of a table's stream so far, as Lambda delivers them. */
export async function streamRecords(table: EventTable = 'tokens'): Promise<DynamoDBRecord[]> {
  const database = new DynamoDBClient();
  const streams = new DynamoDBStreamsClient({ endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '' });
  const { Table } = await database.send(new DescribeTableCommand({ TableName: config.tables[table] }));
  const StreamArn = Table?.LatestStreamArn ?? '';
  const records: DynamoDBRecord[] = [];
  let last: string | undefined;
  do {
    const { StreamDescription } = await streams.send(
      new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId: last }),
    );
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      const start = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
      let iterator = (await streams.send(start)).ShardIterator;
      while (iterator) {
        const page = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
        records.push(...(page.Records ?? []).map((record) => toLambdaRecord(record, StreamArn)));
        iterator = page.Records?.length ? page.NextShardIterator : undefined;
      }
    }
    last = StreamDescription?.LastEvaluatedShardId;
  } while (last);
  return records;
}

type Consumer = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

const RECORDER = roleOfWorker(RECORD_HISTORY);

/** Delivers records to the consumer in batches, and a batch again from where it failed, as the event source does. */
export async function deliver(
  consume: Consumer,
  records: readonly DynamoDBRecord[],
  size = 99,
): Promise<void> {
  holdDatabase(db);
  for (let at = 0; at < records.length; at += size) {
    let batch = records.slice(at, at + size);
    for (let attempt = 1; batch.length > 0; attempt++) {
      if (attempt > 10) throw new Error('the consumer fails again and again');
      const { batchItemFailures } = await within(RECORDER, () => consume({ Records: batch }));
      const from = batchItemFailures[0]?.itemIdentifier;
      batch =
        from === undefined
          ? []
          : batch.slice(batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === from));
    }
  }
}
