import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { createDashboard } from './dashboard.ts';
import { type MonitoredResources, metricsOf } from './metrics.ts';

export type MonitoringProps = MonitoredResources & { alarmTopic?: ITopic };

/** The alarms, each with a section in docs/operations.md, and the dashboard. */
export class Monitoring extends Construct {
  readonly #topic: ITopic | undefined;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.#topic = props.alarmTopic;
    const metrics = metricsOf(this, props);

    const late = Duration.minutes(5).toMilliseconds();
    this.#alarm('ServerErrors', 'Requests fail with a 5xx.', metrics.serverErrors, 4);
    this.#alarm('TurnedAway', 'Requests are answered with 429 or 503.', metrics.throttledRequests, 49);
    this.#alarm('HistoryLate', 'The history is more than five minutes behind.', metrics.historyAge, late);
    for (const { stream, metric } of metrics.failedRecords) {
      this.#alarm(
        `RecordsSetAside${stream}`,
        'Stream records could not be processed and wait in S3.',
        metric,
        0,
      );
    }
    this.#alarm(
      'RecordsLost',
      'Stream records could not be processed and are not in S3.',
      metrics.lostRecords,
      0,
    );
    if (metrics.bus) {
      const { age, failedEvents, lost } = metrics.bus;
      this.#alarm('BusLate', 'The event bus is more than five minutes behind.', age, late);
      for (const { stream, metric } of failedEvents)
        this.#alarm(
          `EventsSetAside${stream}`,
          'Events could not be put on the bus and wait in S3.',
          metric,
          0,
        );
      this.#alarm('EventsLost', 'Events could not be put on the bus and are not in S3.', lost, 0);
    }
    this.#alarm('AdminKeyMade', 'An administrator key was created outside the API.', metrics.adminKeys, 0);
    this.#alarm(
      'SigningKeysNotRotated',
      'A rotation of the signing keys failed.',
      metrics.failedRotations,
      0,
    );
    this.#alarm('CredentialsRefused', 'Credentials of callers are refused.', metrics.refusedCredentials, 49);
    const unread = 'Functions cannot read the';
    this.#alarm('SigningKeysUnread', `${unread} signing keys.`, metrics.unreadSigningKeys, 4);
    this.#alarm('PublishedKeysUnread', `${unread} published keys.`, metrics.unreadPublishedKeys, 4);
    createDashboard(this, props, metrics);
  }

  /** Goes off when the metric of five minutes is above the threshold. */
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
