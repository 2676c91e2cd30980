import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../functions/runtime/log-line.ts';
import type { Metrics, Watched } from './metrics.ts';

/** One page that answers: do people get in, how fast, and is the history up to date. */
export function createDashboard(scope: Construct, { api }: Watched, metrics: Metrics): void {
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
      metrics.turnedAway,
    ]),
  );
  dashboard.addWidgets(
    graph('Milliseconds to answer', [
      api.metricLatency({ statistic: Stats.p(50), label: 'half are faster than' }),
      api.metricLatency({ statistic: Stats.p(99), label: '99 in 100 are faster than' }),
    ]),
    graph('Milliseconds in the function, by route (99th percentile)', [
      search(`{${METRICS_NAMESPACE},route} MetricName="duration"`, Stats.p(99)),
    ]),
  );
  dashboard.addWidgets(
    graph('Milliseconds that history is behind', [metrics.historyAge], 6),
    graph(
      'Stream records that could not be written',
      [metrics.historyErrors, ...metrics.setAside.map(({ setAside }) => setAside), metrics.lost],
      6,
    ),
    graph('Writes that DynamoDB throttled', metrics.throttledTables, 6),
    graph(
      'Signing keys that could not be',
      [metrics.unreadKeys.with({ label: 'read' }), metrics.failedRotations.with({ label: 'rotated' })],
      6,
    ),
  );
}

const graph = (title: string, left: IMetric[], width = 12) => new GraphWidget({ title, left, width });

/** Every metric of a name, whichever values its dimensions have had. */
const search = (metric: string, statistic: string) =>
  new MathExpression({ expression: `SEARCH('${metric}', '${statistic}', 300)`, usingMetrics: {}, label: '' });
