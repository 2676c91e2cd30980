import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * The key that seals secrets. Its policy leaves the say to IAM, where each function's role names the
 * direction and the purpose it may use the key for. Without this key no secret can be revealed again, but
 * tokens are still redeemed.
 */
export const createSealingKey = (scope: Construct, { removable }: { removable: boolean }): Key =>
  new Key(scope, 'SealingKey', {
    description: 'Seals the secrets of login tokens',
    enableKeyRotation: true,
    removalPolicy: removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    ...(removable && { pendingWindow: Duration.days(7) }),
  });
