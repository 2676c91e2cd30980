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
import { PUBLISH_CONSOLE } from '../functions/workers/workers.ts';
import { globalName } from './global-name.ts';
import { ServiceFunction } from './service-function.ts';

/** CloudFront has its own properties for these headers; the others are custom headers. */
const SECURITY_HEADERS = ['Content-Security-Policy', 'Referrer-Policy', 'X-Content-Type-Options'];

export type ConsoleFilesProps = {
  /** The bundle's folder of the publishing function. The files are added to it. */
  publisher: string;
  /** The origins that the console calls to sign administrators in. */
  connect: readonly string[];
  removalPolicy: RemovalPolicy;
};

/** The built console in a bucket that CloudFront alone reads, and its response headers. */
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
      // Every deployment publishes the files again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The CDK's types contradict each other under exactOptionalPropertyTypes.
    this.bucket = bucket as IBucket;
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'CloudFront alone reads it, and its files are public.',
    });
    this.headers = headersPolicy(this, connect);
    this.#publish(bucket, publisher, removalPolicy);
  }

  #publish(bucket: Bucket, publisher: string, logRemoval: RemovalPolicy): void {
    const built = buildConsole();
    // An earlier synthesis may have left files of another build.
    rmSync(join(publisher, 'files'), { recursive: true, force: true });
    cpSync(built, join(publisher, 'files'), {
      recursive: true,
      filter: (file) => basename(file) !== 'manifest.json',
    });
    const published = `${bucket.bucketArn}/console/*`;
    const allow = (action: string, resource: string) =>
      new PolicyStatement({ actions: [`s3:${action}`], resources: [resource] });
    const publish = new ServiceFunction(this, 'Publish', {
      description: PUBLISH_CONSOLE.description,
      code: publisher,
      environment: {},
      grants: [
        allow('PutObject', published),
        allow('DeleteObject', published),
        allow('ListBucket', bucket.bucketArn),
      ],
      timeout: PUBLISH_CONSOLE.timeout,
      logRemoval,
    });
    const bucketId = Stack.of(this).resolve(bucket.bucketArn)['Fn::GetAtt'][0];
    Validations.of(publish).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/console/*]`,
      reason: 'Names of files contain digests. The bucket holds nothing else.',
    });
    new CustomResource(this, 'Published', {
      resourceType: 'Custom::Console',
      serviceToken: publish.lambda.functionArn,
      // The build's name changes with its files, which makes CloudFormation invoke the function again.
      properties: { bucket: bucket.bucketName, build: basename(built) },
      // CloudFormation waits an hour by default for a function that does not answer.
      serviceTimeout: Duration.minutes(3),
    });
  }
}

function headersPolicy(scope: Construct, connect: readonly string[]): ResponseHeadersPolicy {
  const headers = consoleHeaders({ connect });
  return new ResponseHeadersPolicy(scope, 'Headers', {
    responseHeadersPolicyName: globalName(scope, 'Headers'),
    comment: 'Every file of the console',
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: headers['Content-Security-Policy'] ?? '',
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      // The same as of API responses: functions/http/respond.ts.
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: false,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(headers)
        .filter(([header]) => !SECURITY_HEADERS.includes(header))
        .map(([header, value]) => ({ header, value, override: true })),
    },
  });
}
