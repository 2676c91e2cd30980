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
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ConsoleFiles, type ConsoleFilesProps } from './console-files.ts';

/** A name of one's own: the certificate must be of us-east-1, where CloudFront looks for it. */
export type OwnDomain = {
  domainName: string;
  certificateArn: string;
  /** The zone that gets the records, when it is hosted in this account. */
  hostedZone?: { id: string; name: string } | undefined;
};

export type FrontProps = ConsoleFilesProps & {
  api: HttpApi;
  ownDomain?: OwnDomain | undefined;
  /** Another number makes another secret between CloudFront and the functions. */
  originSecretGeneration: number;
  /** The web ACL that looks at requests first. */
  webAclArn?: string | undefined;
};

/** What stands in front of everything: one address for the API and the console. */
export class Front extends Construct {
  /** The public address, without a trailing slash. */
  readonly url: string;
  /** What requests bring along that came through here: a reference, which CloudFormation resolves. */
  readonly originSecret: string;

  constructor(scope: Construct, id: string, props: FrontProps) {
    super(scope, id);
    const { api, ownDomain, webAclArn, originSecretGeneration, removalPolicy } = props;
    // CloudFormation looks a secret up again when its name is another one, and at no other time.
    const secret = new Secret(this, `OriginSecret${originSecretGeneration}`, {
      description: 'What CloudFront shows the API, so that nobody passes it by.',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy,
    });
    this.originSecret = secret.secretValue.unsafeUnwrap();
    const files = new ConsoleFiles(this, 'Console', props);
    const fileBehaviour = {
      origin: S3BucketOrigin.withOriginAccessControl(files.bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: files.headers,
      functionAssociations: [this.#edge('RouteConsole', 'route-console.js')],
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Login tokens: the API and its console',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint)), {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          customHeaders: { 'x-origin-secret': this.originSecret },
          readTimeout: Duration.seconds(30),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        // Answers are one caller's own: nothing of the API stays at the edge.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        functionAssociations: [this.#edge('TellAddress', 'forward-viewer-address.js')],
      },
      additionalBehaviors: { '/console': fileBehaviour, '/console/*': fileBehaviour },
      ...(webAclArn && { webAclId: webAclArn }),
      ...(ownDomain && {
        domainNames: [ownDomain.domainName],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', ownDomain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    this.url = `https://${ownDomain?.domainName ?? distribution.distributionDomainName}`;
    if (ownDomain?.hostedZone) this.#name(distribution, ownDomain.domainName, ownDomain.hostedZone);
    acknowledge(distribution, secret);
  }

  #edge(id: string, file: string): FunctionAssociation {
    const code = FunctionCode.fromFile({ filePath: join(import.meta.dirname, 'edge', file) });
    const edge = new EdgeFunction(this, id, { code, runtime: FunctionRuntime.JS_2_0 });
    return { function: edge, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  #name(distribution: Distribution, recordName: string, { id, name }: { id: string; name: string }): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName: name });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    new ARecord(this, 'Address', { zone, recordName, target });
    new AaaaRecord(this, 'Address6', { zone, recordName, target });
  }
}

function acknowledge(distribution: Distribution, secret: Secret): void {
  const reasons = {
    'AwsSolutions-CFR1': 'People sign in from wherever they are.',
    'AwsSolutions-CFR2':
      'A web ACL costs money every month: the deployment chooses it (wafRateLimit, webAclArn).',
    'AwsSolutions-CFR3':
      'Links hold secrets in their query, which an access log would keep. The API has a log of its own.',
    'AwsSolutions-CFR4':
      'Without a name of one’s own the certificate is that of CloudFront, whose protocols cannot be chosen.',
  };
  for (const [id, reason] of Object.entries(reasons))
    Validations.of(distribution).acknowledge({ id, reason });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'CloudFront and the functions are told of it by a deployment: one with another originSecretGeneration makes another.',
  });
}
