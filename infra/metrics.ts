import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../functions/runtime/log-line.ts';
import type { KeySecrets } from './signing-keys.ts';
import type { Tables } from './tables.ts';

export type MonitoredResources = {
  api: HttpApi;
  accessLog: LogGroup;
  tables: Tables;
  recordHistory: IFunction;
  /** The mappings of streams to `recordHistory`. */
  streams: readonly EventSourceMapping[];
  /** The function that puts events on the bus, and the mappings of streams to it, where there is a bus. */
  publishing?: { lambda: IFunction; streams: readonly EventSourceMapping[] };
  createAdminKey: IFunction;
  rotateSigningKeys: IFunction;
  keySecrets: KeySecrets;
  /** The `APP_URL` of the functions. */
  service: string;
};

const FIVE_MINUTES = { period: Duration.minutes(5) };

/** The metrics of the alarms and the dashboard. */
export type Metrics = ReturnType<typeof metricsOf>;

export function metricsOf(scope: Construct, props: MonitoredResources) {
  const { api, accessLog, tables, recordHistory, streams, publishing, createAdminKey, rotateSigningKeys } =
    props;
  const sum = { statistic: Stats.SUM, ...FIVE_MINUTES };
  // The metrics of API Gateway count 429 as any client error; the access log tells them apart.
  const throttledRequests = new MetricFilter(scope, 'TurnedAwayFilter', {
    logGroup: accessLog,
    filterPattern: FilterPattern.any(
      FilterPattern.stringValue('$.status', '=', '429'),
      FilterPattern.stringValue('$.status', '=', '503'),
    ),
    metricNamespace: METRICS_NAMESPACE,
    metricName: `turnedAway-${scope.node.addr}`,
  });
  const failedOf = ({ node, eventSourceMappingId }: EventSourceMapping) => ({
    stream: node.id,
    metric: new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'OnFailureDestinationDeliveredEventCount',
      dimensionsMap: { EventSourceMappingUUID: eventSourceMappingId },
      ...sum,
    }),
  });
  const unread = (secret: string) =>
    new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: 'unread',
      dimensionsMap: { secret },
      ...sum,
    });
  return {
    serverErrors: api.metricServerError(sum),
    throttledRequests: throttledRequests.metric(sum),
    throttledTables: Object.values(tables).map((table) => table.metric('WriteThrottleEvents', sum)),
    historyAge: recordHistory.metric('IteratorAge', { statistic: Stats.MAXIMUM, ...FIVE_MINUTES }),
    historyErrors: recordHistory.metricErrors(sum),
    failedRecords: streams.map(failedOf),
    lostRecords: recordHistory.metric('DestinationDeliveryFailures', sum),
    bus: publishing && {
      age: publishing.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, ...FIVE_MINUTES }),
      failedEvents: publishing.streams.map(failedOf),
      lost: publishing.lambda.metric('DestinationDeliveryFailures', sum),
    },
    adminKeys: createAdminKey.metricInvocations(sum),
    failedRotations: rotateSigningKeys.metricErrors(sum),
    refusedCredentials: new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: 'refusedCredentials',
      dimensionsMap: { service: props.service },
      ...sum,
    }),
    unreadSigningKeys: unread(props.keySecrets.signing.attrId),
    unreadPublishedKeys: unread(props.keySecrets.published.attrId),
  };
}
