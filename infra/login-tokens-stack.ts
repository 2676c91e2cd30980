import { Aws, CfnOutput, CfnRule, Fn, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Administrators } from './administrators.ts';
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
    const { appUrl, eventBus, alarmTopic, console, oidc, ...rest } = options;
    if (console?.wafRateLimit !== undefined) this.#refuseElsewhere();
    const service = new LoginTokens(this, 'Service', {
      ...rest,
      ...(appUrl && { appUrl }),
      ...(console && { console }),
      ...(oidc && { oidc }),
      ...(eventBus && { eventBus: new EventBus(this, 'EventBus') }),
      ...(alarmTopic && { alarmTopic: Topic.fromTopicArn(this, 'AlarmTopic', alarmTopic) }),
    });

    const { functionName } = service.createAdminKey;
    this.#output('ApiUrl', service.url, 'Where the API answers.');
    if (console) this.#output('ConsoleUrl', `${service.url}/console/`, 'Where administrators do their work.');
    if (service.administrators) this.#outputAdministrators(service.administrators);
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

  #outputAdministrators({ pool: { userPoolId } }: Administrators): void {
    this.#output('UserPoolId', userPoolId, 'Knows the administrators.');
    const user = `--user-pool-id ${userPoolId} --username`;
    this.#output(
      'CreateAdministratorCommand',
      `aws cognito-idp admin-create-user ${user} ann --user-attributes Name=email,Value=ann@example.com ` +
        'Name=email_verified,Value=true && ' +
        `aws cognito-idp admin-add-user-to-group ${user} ann --group-name login-tokens-admins`,
      'Makes a first administrator, who is sent a password for once.',
    );
  }

  /** What CloudFront is guarded by is kept in one region: CloudFormation refuses others before it makes anything. */
  #refuseElsewhere(): void {
    new CfnRule(this, 'WebAclRegion', {
      assertions: [
        {
          assert: Fn.conditionEquals(Aws.REGION, 'us-east-1'),
          assertDescription:
            'wafRateLimit can be deployed in us-east-1 only: elsewhere make a web ACL there, and name it in webAclArn',
        },
      ],
    });
  }

  #output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
