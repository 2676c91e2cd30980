import { Aws, CfnOutput, CfnRule, Fn, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Administrators } from './administrators.ts';
import type { DeploymentOptions } from './deployment-options.ts';
import { LoginTokens } from './login-tokens.ts';
import { OUTPUT_DESCRIPTIONS, type OutputName } from './stack-outputs.ts';

/** The service as a stack, with the outputs that an operator needs. */
export class LoginTokensStack extends Stack {
  constructor(scope: Construct, id: string, options: Omit<DeploymentOptions, 'stackName'>) {
    super(scope, id, {
      description: 'Login tokens: create, redeem, count and review them.',
      terminationProtection: options.deletionProtection,
    });
    const { appUrl, eventBus, alarmTopic, console, oidc, reservedConcurrency, ...rest } = options;
    if (console?.wafRequired) this.#requireUsEast1();
    const service = new LoginTokens(this, 'Service', {
      ...rest,
      ...(appUrl && { appUrl }),
      ...(console && { console }),
      ...(oidc && { oidc }),
      ...(eventBus && { eventBus: new EventBus(this, 'EventBus') }),
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(alarmTopic && { alarmTopic: Topic.fromTopicArn(this, 'AlarmTopic', alarmTopic) }),
    });

    this.#output('ApiUrl', service.url);
    if (console) this.#output('ConsoleUrl', `${service.url}/console/`);
    if (service.administrators) this.#outputAdministrators(service.administrators);
    const { functionName } = service.createAdminKey;
    this.#output('CreateAdminKeyFunction', functionName);
    this.#output(
      'CreateAdminKeyCommand',
      `aws lambda invoke --function-name ${functionName} --cli-binary-format raw-in-base64-out ` +
        `--payload '{"name":"First administrator"}' /dev/stdout`,
    );
    this.#output('RotateSigningKeysFunction', service.rotateSigningKeys.functionName);
    this.#output('RecordHistoryFunction', service.recordHistory.functionName);
    this.#output('FailureBucket', service.failures.bucketName);
  }

  #outputAdministrators({ pool: { userPoolId } }: Administrators): void {
    this.#output('UserPoolId', userPoolId);
    const user = `--user-pool-id ${userPoolId} --username`;
    this.#output(
      'CreateAdministratorCommand',
      `aws cognito-idp admin-create-user ${user} ann --user-attributes Name=email,Value=ann@example.com ` +
        'Name=email_verified,Value=true && ' +
        `aws cognito-idp admin-add-user-to-group ${user} ann --group-name login-tokens-admins`,
    );
  }

  /** A limit that was asked for is not left out silently: CloudFormation refuses other regions before it creates anything. */
  #requireUsEast1(): void {
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

  #output(name: OutputName, value: string): void {
    new CfnOutput(this, name, { value, description: OUTPUT_DESCRIPTIONS[name] });
  }
}
