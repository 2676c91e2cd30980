import { useRouter } from '@tanstack/react-router';
import { AxisBottom, AxisLeft } from '@visx/axis';
import { Group } from '@visx/group';
import { scaleBand, scaleLinear } from '@visx/scale';
import { useEffect, useRef, useState } from 'react';
import type { StatisticsBucket } from '../../../client/src/index.ts';
import type { HistorySearch } from '../history/search.ts';
import './attempts-chart.css';
import { barName, endOfBar } from './bar.ts';
import type { Range } from './range.ts';

const HEIGHT = 220;
const MARGIN = { top: 10, right: 4, bottom: 26, left: 36 };
/** Pixels that a mark of the time below the bars needs. */
const MARK = 56;

type Props = { buckets: readonly StatisticsBucket[]; range: Range };

/** Attempts over time. Each bar opens the history that it stands for; the table below it says the same in words. */
export function AttemptsChart({ buckets, range }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  const inner = {
    width: Math.max(width - MARGIN.left - MARGIN.right, 0),
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const x = scaleBand({ domain: buckets.map(({ start }) => start), range: [0, inner.width], padding: 0.25 });
  const highest = Math.max(4, ...buckets.map(({ redeemed, refused }) => redeemed + refused));
  const y = scaleLinear({ domain: [0, highest], range: [inner.height, 0], nice: true });
  const every = Math.ceil(buckets.length / Math.max(1, Math.floor(inner.width / MARK)));

  return (
    <div ref={box} className="attempts-chart">
      {width > 0 && (
        <svg width={width} height={HEIGHT}>
          <title>Attempts over time</title>
          <Group left={MARGIN.left} top={MARGIN.top}>
            <AxisLeft
              scale={y}
              numTicks={4}
              hideAxisLine
              hideTicks
              tickFormat={(value) => (Number.isInteger(Number(value)) ? Number(value).toLocaleString() : '')}
              tickClassName="mark"
            />
            {buckets.map((bucket) => {
              const good = inner.height - y(bucket.redeemed);
              const bad = inner.height - y(bucket.refused);
              const place = { bucket, range, x: x(bucket.start) ?? 0, width: x.bandwidth() };
              return (
                <g key={bucket.start}>
                  <Bar {...place} kind="redeemed" y={inner.height - good} height={good} />
                  <Bar {...place} kind="refused" y={inner.height - good - bad} height={bad} />
                </g>
              );
            })}
            <AxisBottom
              top={inner.height}
              scale={x}
              tickValues={buckets.filter((_, at) => at % every === 0).map(({ start }) => start)}
              tickFormat={(start) => barName(String(start), range)}
              hideTicks
              axisLineClassName="line"
              tickClassName="mark"
            />
          </Group>
        </svg>
      )}
    </div>
  );
}

const KINDS = {
  redeemed: { type: 'token.redeemed', words: 'successful', className: 'bar good' },
  refused: { type: 'token.refused', words: 'failed', className: 'bar bad' },
} as const;

type BarProps = {
  bucket: StatisticsBucket;
  range: Range;
  kind: keyof typeof KINDS;
  x: number;
  y: number;
  width: number;
  height: number;
};

/** A link to the attempts that it counts. */
function Bar({ bucket, range, kind, ...place }: BarProps) {
  const router = useRouter();
  const { type, words, className } = KINDS[kind];
  if (bucket[kind] === 0) return null;
  const search = { from: bucket.start, to: endOfBar(bucket, range), type } as HistorySearch;
  const target = { to: '/history', search } as const;
  const label = `${barName(bucket.start, range)}: ${bucket[kind].toLocaleString()} ${words}`;
  return (
    <a
      href={router.history.createHref(router.buildLocation(target).publicHref)}
      aria-label={label}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void router.navigate(target);
      }}
    >
      <rect className={className} {...place}>
        <title>{label}</title>
      </rect>
    </a>
  );
}
