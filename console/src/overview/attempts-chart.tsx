import { useRouter } from '@tanstack/react-router';
import { AxisBottom, AxisLeft } from '@visx/axis';
import { Group } from '@visx/group';
import { scaleBand, scaleLinear } from '@visx/scale';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { StatisticsBucket } from '../../../client/src/index.ts';
import { barLabel, endOfBar } from './range.ts';
import './attempts-chart.css';
import { formatNumber } from '../ui/locale.ts';
import type { Range } from './range.ts';

const HEIGHT = 220;
const MARGIN = { top: 10, right: 4, bottom: 26, left: 36 };
/** Pixels between two labels of the time axis. */
const LABEL_WIDTH = 56;

const KINDS = ['redeemed', 'refused'] as const;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

type Props = { buckets: readonly StatisticsBucket[]; range: Range };

/**
 * A bar chart of attempts. Each bar links to its part of the history; arrow keys move between bars. The page also shows
 * the numbers as a table.
 */
export function AttemptsChart({ buckets, range }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  /** Roving tabindex: the chart is one tab stop, however many bars it has. */
  const [focused, setFocused] = useState(0);
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
  const every = Math.ceil(buckets.length / Math.max(1, Math.floor(inner.width / LABEL_WIDTH)));

  const bars = buckets.flatMap((bucket) =>
    KINDS.filter((kind) => bucket[kind] > 0).map((kind) => ({ bucket, kind })),
  );
  const current = Math.min(focused, bars.length - 1);

  function step(event: KeyboardEvent<SVGElement>) {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const links = event.currentTarget.querySelectorAll('a');
    links[Math.min(Math.max(current + by, 0), links.length - 1)]?.focus();
  }

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
              tickFormat={(value) => (Number.isInteger(Number(value)) ? formatNumber(Number(value)) : '')}
              tickClassName="mark"
            />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the links in it have the focus. */}
            <g onKeyDown={step}>
              {bars.map(({ bucket, kind }, at) => {
                // Failures are stacked on successes.
                const below = kind === 'refused' ? bucket.redeemed : 0;
                const top = y(below + bucket[kind]);
                return (
                  <Bar
                    key={`${bucket.start} ${kind}`}
                    bucket={bucket}
                    range={range}
                    kind={kind}
                    x={x(bucket.start) ?? 0}
                    width={x.bandwidth()}
                    y={top}
                    height={y(below) - top}
                    tabIndex={at === current ? 0 : -1}
                    onFocus={() => setFocused(at)}
                  />
                );
              })}
            </g>
            <AxisBottom
              top={inner.height}
              scale={x}
              tickValues={buckets.filter((_, at) => at % every === 0).map(({ start }) => start)}
              tickFormat={(start) => barLabel(String(start), range)}
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

const KIND_PROPS = {
  redeemed: { type: 'token.redeemed', outcome: 'successful', className: 'bar good' },
  refused: { type: 'token.refused', outcome: 'failed', className: 'bar bad' },
} as const;

type BarProps = {
  bucket: StatisticsBucket;
  range: Range;
  kind: (typeof KINDS)[number];
  x: number;
  y: number;
  width: number;
  height: number;
  tabIndex: number;
  onFocus: () => void;
};

/** A bar that links to the attempts that it counts. */
function Bar({ bucket, range, kind, tabIndex, onFocus, ...rect }: BarProps) {
  const router = useRouter();
  const { type, outcome, className } = KIND_PROPS[kind];
  const search = { from: bucket.start, to: endOfBar(bucket, range), type };
  const target = { to: '/history', search } as const;
  const label = `${barLabel(bucket.start, range)}: ${formatNumber(bucket[kind])} ${outcome}`;
  return (
    <a
      href={router.history.createHref(router.buildLocation(target).publicHref)}
      aria-label={label}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void router.navigate(target);
      }}
    >
      <rect className={className} {...rect}>
        <title>{label}</title>
      </rect>
    </a>
  );
}
