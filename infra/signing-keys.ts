import { CustomResource, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The secret that holds the keys of sessions, encrypted with the account's own key of Secrets Manager. The
 * template gives it no value, or CloudFormation could put that back one day, and end every session. Without the
 * secret all sessions end, and tokens are still redeemed once it holds new keys.
 */
export function createSigningKeys(scope: Construct, { removable }: { removable: boolean }): CfnSecret {
  const secret = new CfnSecret(scope, 'SigningKeys', { description: 'Signs the sessions of login tokens' });
  secret.applyRemovalPolicy(removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'It is rotated every month, by a function on a schedule of its own: see docs/decisions/0018-signing-keys.md.',
  });
  return secret;
}

/** Has the function run when something is deployed, and every day: it makes keys when it is time for them. */
export class Rotation extends Construct {
  constructor(scope: Construct, id: string, rotate: IFunction) {
    super(scope, id);
    new CustomResource(this, 'FirstKeys', {
      resourceType: 'Custom::SigningKeys',
      serviceToken: rotate.functionArn,
      // A deployment waits an hour otherwise for a function that does not answer.
      serviceTimeout: Duration.minutes(2),
    });
    new Rule(this, 'Daily', {
      description: 'Rotates the keys that sign sessions when it is time',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(rotate, { event: RuleTargetInput.fromObject({}) })],
    });
  }
}
