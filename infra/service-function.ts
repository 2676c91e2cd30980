import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Long enough to look into what somebody reports late; what must last longer is in the history. */
export const LOG_RETENTION = RetentionDays.THREE_MONTHS;

export type ServiceFunctionProps = {
  description: string;
  /** The folder with its bundle. */
  code: string;
  environment: Record<string, string>;
  /** All that its role may do, besides writing its log. */
  grants: readonly PolicyStatement[];
  /** As long as API Gateway waits when absent: a function cut off in the middle of its work could not undo it. */
  timeout?: Duration;
  /** What becomes of its log when the function goes. */
  logRemoval: RemovalPolicy;
};

/** One Lambda function with a role and a log group of its own. */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: LOG_RETENTION, removalPolicy: props.logRemoval });
    const writeLog = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    // The policy is part of the role, so that nothing can use the function before it may do its work.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Grants: new PolicyDocument({ statements: [writeLog, ...props.grants] }) },
    });
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: Code.fromAsset(props.code),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // A function's share of a processor follows its memory, and a cold start is all processor.
      memorySize: 512,
      timeout: props.timeout ?? Duration.seconds(29),
      environment: props.environment,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
  }
}
