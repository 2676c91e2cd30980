import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** A transaction of DynamoDB takes 100 actions: 99 events and one update of the hour's counters. */
const BATCH_SIZE = 99;

/**
 * Creates the bucket for stream records that could not be written to the history. S3 gets whole records; a queue would
 * get a pointer into a stream that expires after a day. They stay 30 days, because they hold personal data.
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
      'Only an operator who replays records reads it, and CloudTrail logs that. The bucket is empty while nothing fails.',
  });
  return bucket;
}

/** What Lambda does with the role of a stream consumer: it reads the streams and stores failed records. */
export const streamGrants = (tables: readonly Table[], failures: Bucket): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    resources: tables.map(streamArn),
  }),
  // Lambda needs it to create a mapping, and IAM takes no resource for it.
  new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
  new PolicyStatement({ actions: ['s3:ListBucket'], resources: [failures.bucketArn] }),
  new PolicyStatement({ actions: ['s3:PutObject'], resources: [`${failures.bucketArn}/aws/lambda/*`] }),
];

function acknowledgeWildcards(consumer: ServiceFunction, failures: Bucket): void {
  const bucket = Stack.of(failures).resolve(failures.bucketArn)['Fn::GetAtt'][0];
  Validations.of(consumer).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'IAM takes no resource for ListStreams. It returns names of streams and no records.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/aws/lambda/*]`,
      reason: 'Lambda chooses the keys of failed records. The role can write there and read nothing.',
    },
  );
}

export type StreamsProps = {
  tables: readonly Table[];
  consumer: ServiceFunction;
  failures: Bucket;
};

/** Feeds the streams of tables to one consumer. */
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
          // Fuller batches cost fewer writes of counters. Events appear in the history within 5 seconds.
          maxBatchingWindow: Duration.seconds(1),
          // A shard takes 1,000 writes a second. Records of one item stay in order.
          parallelizationFactor: 4,
          reportBatchItemFailures: true,
          // Finds the one failing record of a batch by halving the batch.
          bisectBatchOnError: true,
          // The shard waits while a batch is retried. This outlasts an outage of minutes, and one bad record delays
          // the others by hours at most, less than the stream's 24.
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
