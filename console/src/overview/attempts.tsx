import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { HistoryType } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { usePrincipal } from '../principal/principal.tsx';
import { Choice } from '../ui/field.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { formatNumber } from '../ui/locale.ts';
import { Notice } from '../ui/notice.tsx';
import { barLabel, endOfBar, RANGE_NAMES, RANGES, spanOf, sumBuckets } from './range.ts';

const AttemptsChart = lazyComponent(() => import('./attempts-chart.tsx'), 'AttemptsChart');
const route = getRouteApi('/');

/** Successful and failed attempts over time. The API counts them for the whole service, without domains. */
export function Attempts() {
  const { domains } = usePrincipal();
  const { range = 'week' } = route.useSearch();
  const navigate = route.useNavigate();
  const span = spanOf(range, Date.now());
  const { data, error, refetch } = useQuery({
    queryKey: ['statistics', range, span],
    queryFn: ({ signal }) => api.statistics({ ...span, bucket: RANGES[range].bucket }, { signal }),
    enabled: domains === null,
  });
  if (domains !== null) return null;
  const total = sumBuckets(data ?? []);
  const historyOf = (type: HistoryType) => ({ ...span, type });
  return (
    <section aria-labelledby="attempts" className="attempts">
      <div className="section-head">
        <h2 id="attempts">Attempts</h2>
        <Choice
          label={<span className="hidden">Range</span>}
          value={range}
          onChange={(next) => void navigate({ search: { range: next } })}
          options={RANGE_NAMES.map((name) => [name, RANGES[name].name] as const)}
        />
      </div>
      {error && <Notice error={error} retry={refetch} />}
      <dl className="figures">
        <div>
          <dt className="swatch">Successful</dt>
          <dd>
            <Link to="/history" search={historyOf('token.redeemed')}>
              {data ? formatNumber(total.redeemed) : '–'}
            </Link>
          </dd>
        </div>
        <div className="bad">
          <dt className="swatch">Failed</dt>
          <dd>
            <Link to="/history" search={historyOf('token.refused')}>
              {data ? formatNumber(total.refused) : '–'}
            </Link>
          </dd>
        </div>
        <div>
          <dt>Tokens made</dt>
          <dd>
            <Link to="/history" search={historyOf('token.created')}>
              {data ? formatNumber(total.created) : '–'}
            </Link>
          </dd>
        </div>
      </dl>
      <Suspense fallback={<div className="chart-skeleton" />}>
        {data ? <AttemptsChart buckets={data} range={range} /> : <div className="chart-skeleton" />}
      </Suspense>
      {RANGES[range].bucket === 'day' && <p className="hint utc">Days begin at midnight UTC.</p>}
      {data && (
        <details>
          <summary>As a table</summary>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{RANGES[range].bucket === 'hour' ? 'Hour' : 'Day (UTC)'}</th>
                <th scope="col" className="number">
                  Successful
                </th>
                <th scope="col" className="number">
                  Failed
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((bucket) => {
                const { start, redeemed, refused } = bucket;
                const of = (type: HistoryType) => ({ from: start, to: endOfBar(bucket, range), type });
                return (
                  <tr key={start}>
                    <th scope="row">{barLabel(start, range)}</th>
                    <td className="number">
                      <Link to="/history" search={of('token.redeemed')}>
                        {formatNumber(redeemed)}
                      </Link>
                    </td>
                    <td className="number">
                      <Link to="/history" search={of('token.refused')}>
                        {formatNumber(refused)}
                      </Link>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}
