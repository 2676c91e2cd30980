import { describe, expect, it } from 'vitest';
import { barLabel, endOfBar, spanOf, sumBuckets } from '../../console/src/overview/range.ts';
import { readOverviewSearch } from '../../console/src/overview/search.ts';

const NOW = Date.parse('2026-11-22T07:15:00Z');

describe('the span of the chart', () => {
  it('is of whole hours that end with this one', () => {
    expect(spanOf('day', NOW)).toEqual({ from: '2026-11-21T08:00:00.000Z', to: '2026-11-22T08:00:00.000Z' });
  });

  it('is of whole days in UTC that end with this one', () => {
    expect(spanOf('week', NOW)).toEqual({ from: '2026-11-16T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z' });
    expect(spanOf('month', NOW).from).toBe('2026-10-24T00:00:00.000Z');
  });

  it('is in the address by one of its names', () => {
    expect(readOverviewSearch({ range: 'month' })).toEqual({ range: 'month' });
    expect(readOverviewSearch({ range: 'century' })).toEqual({});
  });
});

describe('a bar', () => {
  const start = '2026-11-22T00:00:00.000Z';

  it('ends where the next one begins', () => {
    expect(endOfBar({ start }, 'week')).toBe('2026-11-23T00:00:00.000Z');
    expect(endOfBar({ start }, 'day')).toBe('2026-11-22T01:00:00.000Z');
  });

  it('of a day is called by its day in UTC, wherever the reader is', () => {
    expect(barLabel(start, 'week')).toContain('22');
    expect(barLabel('2026-11-22T23:00:00.000Z', 'week')).toContain('22');
  });
});

it('the totals are the sums of all bars', () => {
  const bucket = { start: '2026-11-22T00:00:00.000Z', created: 1, redeemed: 2, refused: 3, deleted: 4 };
  expect(sumBuckets([bucket, bucket])).toEqual({ created: 2, redeemed: 4, refused: 6 });
  expect(sumBuckets([])).toEqual({ created: 0, redeemed: 0, refused: 0 });
});
