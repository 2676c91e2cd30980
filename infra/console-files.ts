import { join } from 'node:path';
import { CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { buildConsole } from '../console/build.ts';
import { consoleHeaders } from '../console/response-headers.ts';
import { LOG_RETENTION } from './service-function.ts';

/** Set by what CloudFront has members of its own for; the others are headers like any. */
const NAMED = ['Content-Security-Policy', 'Referrer-Policy', 'X-Content-Type-Options'];

type ConsoleFilesProps = { connect: readonly string[]; removalPolicy: RemovalPolicy };

/** The built console in a bucket that only CloudFront reads, and the headers that it is served with. */
export class ConsoleFiles extends Construct {
  readonly bucket: IBucket;
  readonly headers: ResponseHeadersPolicy;

  constructor(scope: Construct, id: string, { connect, removalPolicy }: ConsoleFilesProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // Every deployment can put the same files there again.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    });
    // The CDK's own types do not agree with each other where optional properties are exact.
    this.bucket = bucket as IBucket;
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only CloudFront reads it, and what it reads is published.',
    });
    this.headers = headersPolicy(this, connect);
    this.#deploy(buildConsole(), removalPolicy);
    acknowledgeUploader(Stack.of(this), bucket);
  }

  /** Assets first: a page that is new never names files that are not there yet, and old pages keep theirs. */
  #deploy(directory: string, removalPolicy: RemovalPolicy): void {
    const logGroup = new LogGroup(this, 'UploadLog', { retention: LOG_RETENTION, removalPolicy });
    const common = { logGroup, destinationBucket: this.bucket, prune: false, memoryLimit: 512 };
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [Source.asset(join(directory, 'assets'))],
      destinationKeyPrefix: 'console/assets',
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      sources: [Source.asset(directory, { exclude: ['assets', 'assets/**', 'manifest.json'] })],
      destinationKeyPrefix: 'console',
      cacheControl: [CacheControl.noCache()],
    });
    pages.node.addDependency(assets);
  }
}

function headersPolicy(scope: Construct, connect: readonly string[]): ResponseHeadersPolicy {
  const headers = consoleHeaders({ connect });
  return new ResponseHeadersPolicy(scope, 'Headers', {
    comment: 'Of every file of the console',
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: headers['Content-Security-Policy'] ?? '',
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(headers)
        .filter(([header]) => !NAMED.includes(header))
        .map(([header, value]) => ({ header, value, override: true })),
    },
  });
}

/** The CDK makes the function that copies files into buckets, one for a whole stack, and what its role may do. */
function acknowledgeUploader(stack: Stack, bucket: Bucket): void {
  const { defaultChild } = bucket.node;
  if (!CfnElement.isCfnElement(defaultChild)) throw new Error('a bucket has no resource of its own');
  const rules = [
    'L1',
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    ...['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map(
      (action) => `IAM5[Action::s3:${action}]`,
    ),
    'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
    `IAM5[Resource::<${stack.getLogicalId(defaultChild)}.Arn>/*]`,
  ];
  const reason =
    'It is the CDK’s own, runs while something is deployed, and reaches the assets and this bucket only.';
  const uploaders = stack.node.children.filter(({ node }) =>
    node.id.startsWith('Custom::CDKBucketDeployment'),
  );
  for (const uploader of uploaders)
    for (const rule of rules) Validations.of(uploader).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}
