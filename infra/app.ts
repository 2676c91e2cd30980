import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readDeploymentOptions } from './deployment-options.ts';
import { LoginTokensStack } from './login-tokens-stack.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
const { stackName, ...options } = readDeploymentOptions(app.node);
new LoginTokensStack(app, stackName, options);
