import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/**
 * Limits the requests of an IP address in five minutes; more get 429. A web ACL of CloudFront can be created in
 * us-east-1 only. Returns its ARN.
 */
export function createRateLimit(scope: Construct, limit: number): string {
  const metric = (metricName: string) => ({
    metricName,
    cloudWatchMetricsEnabled: true,
    // Samples hold whole requests, and login links have secrets.
    sampledRequestsEnabled: false,
  });
  const acl = new CfnWebACL(scope, 'WebAcl', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: metric('LoginTokens'),
    rules: [
      {
        name: 'RateLimitPerAddress',
        priority: 0,
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
        visibilityConfig: metric('RateLimitPerAddress'),
      },
    ],
  });
  return acl.attrArn;
}
