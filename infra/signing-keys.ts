import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/** The secret of the keys that sign sessions, and that of their public halves. */
export type KeySecrets = { signing: CfnSecret; published: CfnSecret };

/**
 * Creates both secrets. The template gives them no value: CloudFormation could restore that value later, which ends every
 * session. Without the first all sessions end; tokens work again with new keys.
 */
export function createKeySecrets(scope: Construct, removalPolicy: RemovalPolicy): KeySecrets {
  const create = (id: string, description: string): CfnSecret => {
    const secret = new CfnSecret(scope, id, { description });
    secret.applyRemovalPolicy(removalPolicy);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A scheduled function rotates it every month: see docs/decisions/0018-signing-keys.md.',
    });
    return secret;
  };
  return {
    signing: create('SigningKeys', 'Signs the sessions of login tokens'),
    published: create('PublishedKeys', 'Verifies the sessions of login tokens: public keys alone'),
  };
}
