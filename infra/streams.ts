import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** One transaction of DynamoDB takes 100 actions: 99 events, and the hour's counters. */
const BATCH_SIZE = 99;

/**
 * Where stream records go that could not be made history: whole, where a queue would get no more than a
 * pointer into a stream that forgets after a day. Thirty days, because an alarm tells of the first one, and
 * because the records name people whom the service may have been asked to forget.
 */
export function createFailureBucket(scope: Construct, removalPolicy: RemovalPolicy): Bucket {
  const bucket = new Bucket(scope, 'Failures', {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    lifecycleRules: [
      { expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      'Nobody reads it but an operator running records again, and CloudTrail can tell of that; a second bucket ' +
      'for the access log of one that is empty while all is well would be the one that is forgotten.',
  });
  return bucket;
}

/** What Lambda does on behalf of the consumer: it reads the streams and sets records aside. */
export const consumerGrants = (streams: readonly Table[], failures: Bucket): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    resources: streams.map(streamArn),
  }),
  // Lambda asks for it when a mapping is made, and it is granted for an account or not at all.
  new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
  new PolicyStatement({ actions: ['s3:ListBucket'], resources: [failures.bucketArn] }),
  new PolicyStatement({ actions: ['s3:PutObject'], resources: [`${failures.bucketArn}/aws/lambda/*`] }),
];

function acknowledgeWildcards(consumer: ServiceFunction, failures: Bucket): void {
  const bucket = Stack.of(failures).resolve(failures.bucketArn)['Fn::GetAtt'][0];
  Validations.of(consumer).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'ListStreams cannot be granted for less; it tells names of streams and nothing that is in them.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/aws/lambda/*]`,
      reason: 'Lambda chooses the keys of what it sets aside; the role may write there and read nothing.',
    },
  );
}

export type StreamsProps = {
  /** Each with a stream. */
  tables: readonly Table[];
  consumer: ServiceFunction;
  failures: Bucket;
};

/** Feeds the streams of some tables to the consumer. */
export class Streams extends Construct {
  readonly mappings: readonly EventSourceMapping[];

  constructor(scope: Construct, id: string, { tables, consumer, failures }: StreamsProps) {
    super(scope, id);
    this.mappings = tables.map(
      (table) =>
        new EventSourceMapping(this, table.node.id, {
          target: consumer.lambda,
          eventSourceArn: streamArn(table),
          startingPosition: StartingPosition.TRIM_HORIZON,
          batchSize: BATCH_SIZE,
          // A fuller batch costs fewer writes of counters; history has 5 seconds to be there.
          maxBatchingWindow: Duration.seconds(1),
          // A shard takes 1,000 writes a second, and a batch a good part of one; what is of one item stays in order.
          parallelizationFactor: 4,
          reportBatchItemFailures: true,
          // When a batch fails as a whole: the one record that cannot be written is found by halving.
          bisectBatchOnError: true,
          // While a batch is tried again its shard waits: long enough to sit out an outage of minutes, and
          // not so long that one bad record keeps the history of all the others from being seen, or reaches
          // the stream's 24 hours.
          retryAttempts: 10,
          maxRecordAge: Duration.hours(6),
          onFailure: { bind: () => ({ destination: failures.bucketArn }) },
          supportS3OnFailureDestination: true,
          metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
        }),
    );
    acknowledgeWildcards(consumer, failures);
  }
}

function streamArn(table: Table): string {
  if (!table.tableStreamArn) throw new Error(`${table.node.id} has no stream`);
  return table.tableStreamArn;
}
