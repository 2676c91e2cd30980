import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../functions/http/log-line.ts';
import { createDashboard } from './dashboard.ts';
import type { Tables } from './tables.ts';

export type MonitoringProps = {
  api: HttpApi;
  accessLog: LogGroup;
  tables: Tables;
  recordEvents: IFunction;
  /** What feeds streams to `recordEvents`. */
  streams: readonly EventSourceMapping[];
  createAdminKey: IFunction;
  alarmTopic?: ITopic;
};

const FIVE_MINUTES = { period: Duration.minutes(5) };

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

export type Metrics = ReturnType<typeof metricsOf>;

function metricsOf(scope: Construct, props: MonitoringProps) {
  const { api, accessLog, tables, recordEvents, streams, createAdminKey } = props;
  const sum = { statistic: Stats.SUM, ...FIVE_MINUTES };
  // The gateway counts 429 among the caller's errors, so the access log is where being turned away can be
  // told from them.
  const turnedAway = new MetricFilter(scope, 'TurnedAwayFilter', {
    logGroup: accessLog,
    filterPattern: FilterPattern.any(
      FilterPattern.stringValue('$.status', '=', '429'),
      FilterPattern.stringValue('$.status', '=', '503'),
    ),
    metricNamespace: METRICS_NAMESPACE,
    metricName: `turnedAway-${scope.node.addr}`,
  });
  const setAside = streams.map(({ node, eventSourceMappingId }) => ({
    stream: node.id,
    setAside: new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'OnFailureDestinationDeliveredEventCount',
      dimensionsMap: { EventSourceMappingUUID: eventSourceMappingId },
      ...sum,
    }),
  }));
  return {
    serverErrors: api.metricServerError(sum),
    turnedAway: turnedAway.metric(sum),
    throttledTables: Object.values(tables).map((table) => table.metric('WriteThrottleEvents', sum)),
    historyAge: recordEvents.metric('IteratorAge', { statistic: Stats.MAXIMUM, ...FIVE_MINUTES }),
    historyErrors: recordEvents.metricErrors(sum),
    setAside,
    lost: recordEvents.metric('DestinationDeliveryFailures', sum),
    adminKeys: createAdminKey.metricInvocations(sum),
  };
}
