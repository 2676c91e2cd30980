import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/**
 * Creates the secret of the keys that sign sessions. The template gives it no value: CloudFormation could restore that
 * value later, which ends every session. Without the secret all sessions end; tokens work again with new keys.
 */
export function createSigningKeys(scope: Construct, removalPolicy: RemovalPolicy): CfnSecret {
  const secret = new CfnSecret(scope, 'SigningKeys', { description: 'Signs the sessions of login tokens' });
  secret.applyRemovalPolicy(removalPolicy);
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'A scheduled function rotates it every month: see docs/decisions/0018-signing-keys.md.',
  });
  return secret;
}
