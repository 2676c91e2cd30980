import { CustomResource, Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** Seconds. CloudFormation's default is an hour, which a deployment would wait for a function without an answer. */
const DEPLOYMENT_TIMEOUT = 120;

export type WorkerScheduleProps = {
  days: number;
  worker: IFunction;
};

/** Invokes a worker at every deployment, and again after each period. */
export class WorkerSchedule extends Construct {
  constructor(scope: Construct, id: string, { days, worker }: WorkerScheduleProps) {
    super(scope, id);
    new CustomResource(this, 'Deployment', {
      resourceType: 'Custom::Worker',
      serviceToken: worker.functionArn,
      serviceTimeout: Duration.seconds(DEPLOYMENT_TIMEOUT),
    });
    new Rule(this, 'Rule', {
      schedule: Schedule.rate(Duration.days(days)),
      targets: [new LambdaFunction(worker, { event: RuleTargetInput.fromObject({}) })],
    });
  }
}
