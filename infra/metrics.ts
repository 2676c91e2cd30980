import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../functions/runtime/log-line.ts';
import type { Tables } from './tables.ts';

/** What is watched. */
export type Watched = {
  api: HttpApi;
  accessLog: LogGroup;
  tables: Tables;
  recordEvents: IFunction;
  /** What feeds streams to `recordEvents`. */
  streams: readonly EventSourceMapping[];
  createAdminKey: IFunction;
  rotateSigningKeys: IFunction;
  signingKeys: CfnSecret;
};

const FIVE_MINUTES = { period: Duration.minutes(5) };

/** What alarms and the dashboard are made of. */
export type Metrics = ReturnType<typeof metricsOf>;

export function metricsOf(scope: Construct, props: Watched) {
  const { api, accessLog, tables, recordEvents, streams, createAdminKey, rotateSigningKeys } = props;
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
    failedRotations: rotateSigningKeys.metricErrors(sum),
    unreadKeys: new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: 'unread',
      dimensionsMap: { secret: props.signingKeys.attrId },
      ...sum,
    }),
  };
}
