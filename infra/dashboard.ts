import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../functions/runtime/log-line.ts';
import type { Metrics, MonitoredResources } from './metrics.ts';

/** One page for sign-ins, latency and the age of the history. */
export function createDashboard(scope: Construct, { api }: MonitoredResources, metrics: Metrics): void {
  const dashboard = new Dashboard(scope, 'Dashboard', { defaultInterval: Duration.hours(12) });
  dashboard.addWidgets(
    graph('Attempts and exchanges of codes, by outcome and private reason', [
      search(`{${METRICS_NAMESPACE},outcome,reason} MetricName="attempts"`, Stats.SUM),
      search(`{${METRICS_NAMESPACE},exchange,reason} MetricName="exchanges"`, Stats.SUM),
    ]),
    graph('Requests', [
      api.metricCount({ label: 'all' }),
      api.metricClientError({ label: '4xx' }),
      metrics.serverErrors,
      metrics.throttledRequests,
    ]),
  );
  dashboard.addWidgets(
    graph('Milliseconds to answer', [
      api.metricLatency({ statistic: Stats.p(50), label: 'p50' }),
      api.metricLatency({ statistic: Stats.p(99), label: 'p99' }),
    ]),
    graph('Milliseconds in the function, by route (99th percentile)', [
      search(`{${METRICS_NAMESPACE},route} MetricName="duration"`, Stats.p(99)),
    ]),
  );
  dashboard.addWidgets(
    graph('Milliseconds that the history is behind', [metrics.historyAge], 6),
    graph(
      'Stream records that could not be written',
      [metrics.historyErrors, ...metrics.failedRecords.map(({ metric }) => metric), metrics.lostRecords],
      6,
    ),
    graph(
      'Credentials that were refused, by kind and private reason',
      [search(`{${METRICS_NAMESPACE},credential,refusal} MetricName="refusedCredentials"`, Stats.SUM)],
      6,
    ),
    graph('Writes that DynamoDB throttled', metrics.throttledTables, 6),
    graph(
      'Failures of signing keys',
      [
        metrics.unreadSigningKeys.with({ label: 'reading' }),
        metrics.unreadPublishedKeys.with({ label: 'reading published keys' }),
        metrics.failedRotations.with({ label: 'rotating' }),
      ],
      6,
    ),
  );
}

const graph = (title: string, left: IMetric[], width = 12) => new GraphWidget({ title, left, width });

/** Every metric of a name, with all values of its dimensions. */
const search = (metric: string, statistic: string) =>
  new MathExpression({ expression: `SEARCH('${metric}', '${statistic}', 300)`, usingMetrics: {}, label: '' });
