import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeploymentOptions } from './deployment-options.ts';
import { LoginTokens } from './login-tokens.ts';
import { OUTPUTS } from './outputs.ts';

/** The service as a stack of its own, with what an operator needs to know of it as outputs. */
export class LoginTokensStack extends Stack {
  constructor(scope: Construct, id: string, options: Omit<DeploymentOptions, 'stackName'>) {
    super(scope, id, {
      description: 'Login tokens: create, redeem, count and review them.',
      terminationProtection: !options.removable,
    });
    const { appUrl, eventBus, alarmTopic, ...rest } = options;
    const service = new LoginTokens(this, 'Service', {
      ...rest,
      ...(appUrl && { appUrl }),
      ...(eventBus && { eventBus: new EventBus(this, 'EventBus') }),
      ...(alarmTopic && { alarmTopic: Topic.fromTopicArn(this, 'AlarmTopic', alarmTopic) }),
    });

    const { functionName } = service.createAdminKey;
    this.#output('ApiUrl', service.url, 'Where the API answers.');
    this.#output(
      OUTPUTS.createAdminKey,
      functionName,
      'Makes an administrator key for whoever may invoke it.',
    );
    this.#output(
      'RotateSigningKeysFunction',
      service.rotateSigningKeys.functionName,
      'Makes the keys that sign sessions.',
    );
    this.#output(OUTPUTS.recordEvents, service.recordEvents.functionName, 'Writes the history.');
    this.#output(
      OUTPUTS.failures,
      service.failures.bucketName,
      'Holds what could not be written to the history.',
    );
    this.#output(
      'CreateAdminKeyCommand',
      `aws lambda invoke --function-name ${functionName} --cli-binary-format raw-in-base64-out ` +
        `--payload '{"name":"First administrator"}' /dev/stdout`,
      'Prints the key of a first administrator, once.',
    );
  }

  #output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
