import { join } from 'node:path';
import { Duration, Fn, Validations } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ConsoleFiles, type ConsoleFilesProps } from './console-files.ts';
import { globalName } from './global-name.ts';

/** What people open in a browser: by http they are led on to https. A token in such an address has been sent already. */
const PAGES = ['/', '/docs', '/login*', '/punchout/oci*'];

/** CloudFront takes certificates of us-east-1 alone. */
export type CustomDomain = {
  domainName: string;
  certificateArn: string;
  /** The zone of this account that gets the DNS records. */
  hostedZone?: { id: string; name: string } | undefined;
};

export type CloudFrontProps = ConsoleFilesProps & {
  api: HttpApi;
  customDomain?: CustomDomain | undefined;
  /** Another number replaces the secret that CloudFront sends to the functions. */
  originSecretGeneration: number;
  webAclArn?: string | undefined;
};

/** One address for the API and the console. */
export class CloudFront extends Construct {
  /** The public address, without a trailing slash. */
  readonly url: string;
  /** The secret of requests that came through CloudFront: a reference that CloudFormation resolves. */
  readonly originSecret: string;

  constructor(scope: Construct, id: string, props: CloudFrontProps) {
    super(scope, id);
    const { api, customDomain, webAclArn, originSecretGeneration, removalPolicy } = props;
    // CloudFormation resolves a secret again only when its name changes.
    const secret = new Secret(this, `OriginSecret${originSecretGeneration}`, {
      description: 'Proves to the API that a request came through CloudFront',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy,
    });
    this.originSecret = secret.secretValue.unsafeUnwrap();
    const files = new ConsoleFiles(this, 'Console', props);
    const fileBehaviour = {
      origin: S3BucketOrigin.withOriginAccessControl(files.bucket, {
        originAccessControl: new S3OriginAccessControl(this, 'ReadFiles', {
          originAccessControlName: globalName(this, 'ReadFiles'),
        }),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: files.headers,
      functionAssociations: [this.#viewerFunction('RouteConsole', 'route-console.js')],
    };
    const apiBehaviour = {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint)), {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: { 'x-origin-secret': this.originSecret },
        readTimeout: Duration.seconds(30),
      }),
      // A program that calls by http learns that from the first answer, and does not go on sending its key in the clear.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // Answers belong to one caller.
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [this.#viewerFunction('ForwardViewerAddress', 'forward-viewer-address.js')],
    };
    const pageBehaviour = { ...apiBehaviour, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Login tokens: the API and its console',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: apiBehaviour,
      additionalBehaviors: {
        '/console': fileBehaviour,
        '/console/*': fileBehaviour,
        ...Object.fromEntries(PAGES.map((path) => [path, pageBehaviour])),
      },
      ...(webAclArn && { webAclId: webAclArn }),
      ...(customDomain && {
        domainNames: [customDomain.domainName],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', customDomain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    this.url = `https://${customDomain?.domainName ?? distribution.distributionDomainName}`;
    if (customDomain?.hostedZone)
      this.#addDnsRecords(distribution, customDomain.domainName, customDomain.hostedZone);
    acknowledge(distribution, secret);
  }

  #viewerFunction(id: string, file: string): FunctionAssociation {
    const code = FunctionCode.fromFile({ filePath: join(import.meta.dirname, 'edge', file) });
    const edge = new EdgeFunction(this, id, {
      functionName: globalName(this, id),
      code,
      runtime: FunctionRuntime.JS_2_0,
    });
    return { function: edge, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  #addDnsRecords(
    distribution: Distribution,
    recordName: string,
    { id, name }: { id: string; name: string },
  ): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName: name });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    new ARecord(this, 'Address', { zone, recordName, target });
    new AaaaRecord(this, 'Address6', { zone, recordName, target });
  }
}

function acknowledge(distribution: Distribution, secret: Secret): void {
  const reasons = {
    'AwsSolutions-CFR1': 'People sign in from every country.',
    'AwsSolutions-CFR2':
      'There is one where the region allows it, unless the deployment leaves it out (wafRateLimit, webAclArn).',
    'AwsSolutions-CFR3':
      'Login links have secrets in their query string, which an access log would keep. The API has its own log.',
    'AwsSolutions-CFR4':
      'Without a custom domain CloudFront uses its own certificate, whose protocols cannot be chosen.',
  };
  for (const [id, reason] of Object.entries(reasons))
    Validations.of(distribution).acknowledge({ id, reason });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'CloudFront and the functions get it by a deployment. Another originSecretGeneration replaces it.',
  });
}
