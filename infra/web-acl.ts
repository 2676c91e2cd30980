import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/** Refuses whoever asks more often than that in five minutes. For CloudFront, and so in us-east-1 only. */
export function createRateRule(scope: Construct, limit: number): string {
  const metric = (metricName: string) => ({
    metricName,
    cloudWatchMetricsEnabled: true,
    // Samples hold whole requests, and links hold secrets.
    sampledRequestsEnabled: false,
  });
  const acl = new CfnWebACL(scope, 'WebAcl', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: metric('LoginTokens'),
    rules: [
      {
        name: 'RateOfAnAddress',
        priority: 0,
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
        visibilityConfig: metric('RateOfAnAddress'),
      },
    ],
  });
  return acl.attrArn;
}
