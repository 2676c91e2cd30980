import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Creates the key that seals secrets. Its policy delegates to IAM, where each function's role names an action and a
 * purpose. Without this key no secret can be revealed; tokens are still redeemed.
 */
export const createSealingKey = (scope: Construct, removalPolicy: RemovalPolicy): Key =>
  new Key(scope, 'SealingKey', {
    description: 'Seals the secrets of login tokens',
    enableKeyRotation: true,
    removalPolicy,
    ...(removalPolicy === RemovalPolicy.DESTROY && { pendingWindow: Duration.days(7) }),
  });
