import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/** Paths of the doors that anybody may open, as their web ACL compares them: in lower case, decoded and normalised. */
const DOORS = ['/login', '/punchout/'];

/**
 * Limits the requests of an IP address to the doors in five minutes; more get 429. Storefronts and administrators, who have
 * keys, are not limited by it. AWS has web ACLs for CloudFront in us-east-1 alone: elsewhere the stack has none. Returns
 * its ARN, or no value.
 */
export function createRateLimit(scope: Construct, limit: number): string {
  const metric = (name: string) => ({
    metricName: `${Stack.of(scope).stackName}-${name}`,
    cloudWatchMetricsEnabled: true,
    // Samples hold whole requests, and login links have secrets.
    sampledRequestsEnabled: false,
  });
  const available = new CfnCondition(scope, 'WebAclAvailable', {
    expression: Fn.conditionEquals(Aws.REGION, 'us-east-1'),
  });
  const acl = new CfnWebACL(scope, 'WebAcl', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: metric('WebAcl'),
    rules: [
      {
        name: 'RateLimitPerAddress',
        priority: 0,
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: {
          rateBasedStatement: {
            limit,
            aggregateKeyType: 'IP',
            evaluationWindowSec: 300,
            scopeDownStatement: { orStatement: { statements: DOORS.map(startsWith) } },
          },
        },
        visibilityConfig: metric('RateLimitPerAddress'),
      },
    ],
  });
  acl.cfnOptions.condition = available;
  return Fn.conditionIf(available.logicalId, acl.attrArn, Aws.NO_VALUE).toString();
}

const startsWith = (searchString: string): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    searchString,
    positionalConstraint: 'STARTS_WITH',
    fieldToMatch: { uriPath: {} },
    textTransformations: ['URL_DECODE', 'NORMALIZE_PATH', 'LOWERCASE'].map((type, priority) => ({
      type,
      priority,
    })),
  },
});
