import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { createDashboard } from './dashboard.ts';
import { metricsOf, type Watched } from './metrics.ts';

export type MonitoringProps = Watched & { alarmTopic?: ITopic };

/** Alarms for what a person must look into, each with its section in docs/operations.md, and a dashboard. */
export class Monitoring extends Construct {
  readonly #topic: ITopic | undefined;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.#topic = props.alarmTopic;
    const metrics = metricsOf(this, props);

    const late = Duration.minutes(5).toMilliseconds();
    this.#alarm('ServerErrors', 'Requests fail with a 5xx.', metrics.serverErrors, 4);
    this.#alarm('TurnedAway', 'Requests are answered with 429 or 503.', metrics.turnedAway, 49);
    this.#alarm('HistoryLate', 'The history is minutes behind what happens.', metrics.historyAge, late);
    for (const { stream, setAside } of metrics.setAside) {
      this.#alarm(`RecordsSetAside${stream}`, 'Stream records were given up and wait in S3.', setAside, 0);
    }
    this.#alarm('RecordsLost', 'Stream records were given up and not set aside.', metrics.lost, 0);
    this.#alarm('AdminKeyMade', 'An administrator key was made outside the API.', metrics.adminKeys, 0);
    this.#alarm('SigningKeysNotRotated', 'No new signing key could be made.', metrics.failedRotations, 0);
    this.#alarm('SigningKeysUnread', 'Functions cannot read the signing keys.', metrics.unreadKeys, 4);
    createDashboard(this, props, metrics);
  }

  /** Goes off when a metric is above a threshold within five minutes. */
  #alarm(id: string, alarmDescription: string, metric: Metric, threshold: number): void {
    const alarm = new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (!this.#topic) return;
    const action = new SnsAction(this.#topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
