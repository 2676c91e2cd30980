import { App } from 'aws-cdk-lib';
import { CfnManagedLoginBranding } from 'aws-cdk-lib/aws-cognito';
import { readDeploymentOptions } from '../../infra/deployment-options.ts';
import { LoginTokensStack } from '../../infra/login-tokens-stack.ts';

/**
 * The CDK app of `infra/app.ts` without the one type of resource that the emulator does not know: the style of Cognito's
 * pages. `test/infra/inventory.test.ts` asserts that the template has it.
 */
const app = new App();
const { stackName, ...options } = readDeploymentOptions(app.node);
const stack = new LoginTokensStack(app, stackName, options);
for (const { node } of stack.node.findAll().filter((one) => one instanceof CfnManagedLoginBranding))
  node.scope?.node.tryRemoveChild(node.id);
