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

/** Function logs are for diagnosis; the history keeps events longer. */
export const LOG_RETENTION = RetentionDays.THREE_MONTHS;

export type ServiceFunctionProps = {
  description: string;
  /** The folder of the bundle. */
  code: string;
  environment: Record<string, string>;
  /** The role allows these statements and writing the function's own log. */
  grants: readonly PolicyStatement[];
  /** Seconds. */
  timeout?: number | undefined;
  /** Reserved concurrent executions. */
  concurrency?: number | undefined;
  logRemoval: RemovalPolicy;
};

/** Seconds. API Gateway waits 30: a function that ends earlier can still undo its work. */
const DEFAULT_TIMEOUT = 29;

/** The construct id of an entry's function: `functions/tokens/delete-many.ts` is `TokensDeleteMany`. */
export const functionId = (entry: string): string =>
  entry
    .replace(/^functions\/|\.ts$/g, '')
    .replace(/(?:^|[-/])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A Lambda function with its own role and log group. */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: LOG_RETENTION, removalPolicy: props.logRemoval });
    const writeLog = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    // An inline policy exists as soon as the role: no invocation comes before its permissions.
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
      // Lambda allots CPU by memory, and a cold start is CPU-bound.
      memorySize: 512,
      timeout: Duration.seconds(props.timeout ?? DEFAULT_TIMEOUT),
      ...(props.concurrency !== undefined && { reservedConcurrentExecutions: props.concurrency }),
      environment: props.environment,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
  }
}
