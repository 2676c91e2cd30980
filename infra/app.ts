import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { LoginTokensStack } from './login-tokens-stack.ts';
import { readSettings } from './settings.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
const { stackName, ...settings } = readSettings(app.node);
new LoginTokensStack(app, stackName, settings);
