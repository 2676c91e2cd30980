import { cpSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CustomResource, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { buildConsole } from '../console/build.ts';
import { consoleHeaders } from '../console/response-headers.ts';
import { ServiceFunction } from './service-function.ts';

/** Set by what CloudFront has members of its own for; the others are headers like any. */
const NAMED = ['Content-Security-Policy', 'Referrer-Policy', 'X-Content-Type-Options'];

export type ConsoleFilesProps = {
  /** The folder with the bundle of the function that publishes; the files go in beside it. */
  publisher: string;
  /** Origins that the console speaks with to sign administrators in. */
  connect: readonly string[];
  removalPolicy: RemovalPolicy;
};

/** The built console in a bucket that only CloudFront reads, and the headers that it is served with. */
export class ConsoleFiles extends Construct {
  readonly bucket: IBucket;
  readonly headers: ResponseHeadersPolicy;

  constructor(scope: Construct, id: string, { publisher, connect, removalPolicy }: ConsoleFilesProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // Every deployment can put the same files there again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The CDK's own types do not agree with each other where optional properties are exact.
    this.bucket = bucket as IBucket;
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only CloudFront reads it, and what it reads is published.',
    });
    this.headers = headersPolicy(this, connect);
    this.#publish(bucket, publisher, removalPolicy);
  }

  #publish(bucket: Bucket, publisher: string, logRemoval: RemovalPolicy): void {
    const built = buildConsole();
    // The folder may be that of an earlier synthesis, with the files of another build.
    rmSync(join(publisher, 'files'), { recursive: true, force: true });
    cpSync(built, join(publisher, 'files'), {
      recursive: true,
      filter: (file) => basename(file) !== 'manifest.json',
    });
    const published = `${bucket.bucketArn}/console/*`;
    const allow = (action: string, resource: string) =>
      new PolicyStatement({ actions: [`s3:${action}`], resources: [resource] });
    const publish = new ServiceFunction(this, 'Publish', {
      description: 'Puts the files of the console where CloudFront reads them',
      code: publisher,
      environment: {},
      grants: [
        allow('PutObject', published),
        allow('DeleteObject', published),
        allow('ListBucket', bucket.bucketArn),
      ],
      timeout: Duration.minutes(1),
      logRemoval,
    });
    const bucketId = Stack.of(this).resolve(bucket.bucketArn)['Fn::GetAtt'][0];
    Validations.of(publish).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/console/*]`,
      reason: 'Names of the files change with what is in them. Nothing else is in the bucket.',
    });
    new CustomResource(this, 'Published', {
      resourceType: 'Custom::Console',
      serviceToken: publish.lambda.functionArn,
      // Another build has another name: without one of the two, CloudFormation has nothing to change.
      properties: { bucket: bucket.bucketName, build: basename(built) },
      // A deployment waits an hour otherwise for a function that does not answer.
      serviceTimeout: Duration.minutes(3),
    });
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
      // As the API's own answers have it: functions/http/respond.ts.
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: false,
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
