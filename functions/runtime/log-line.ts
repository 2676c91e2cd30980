import { clock } from '../../shared/clock.ts';

export type MetricGroup = { dimensions: string[]; metrics: { name: string; unit: string }[] };

/** The CloudWatch namespace of every metric of the service. */
export const METRICS_NAMESPACE = 'LoginTokens';

/**
 * Writes one line of JSON to standard output, which declares its metrics (CloudWatch embedded metric format). `console`
 * would add Lambda's prefix to it.
 */
export function writeLogLine(
  fields: Record<string, unknown>,
  groups: readonly MetricGroup[] = [],
  values: Record<string, number> = {},
): void {
  const now = clock();
  const directive = {
    Timestamp: now,
    CloudWatchMetrics: groups.map(({ dimensions, metrics }) => ({
      Namespace: METRICS_NAMESPACE,
      Dimensions: [dimensions],
      Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
    })),
  };
  const line = {
    time: new Date(now).toISOString(),
    ...fields,
    ...values,
    ...(groups.length > 0 && { _aws: directive }),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
