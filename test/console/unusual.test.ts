import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../client/src/index.ts';
import { findUnusual } from '../../console/src/overview/unusual.ts';

let made = 0;
const refusal = (more: Partial<HistoryEvent>): HistoryEvent => ({
  id: String(++made),
  type: 'token.refused',
  at: new Date(Date.UTC(2026, 10, 22) + made * 1_000).toISOString(),
  by: { id: 'key:shop', name: 'Shop' },
  ip: '192.0.2.1',
  userAgent: null,
  reason: 'expired',
  previousString: false,
  actor: null,
  tokenId: 'one',
  userId: 'jane',
  keyId: null,
  principalId: null,
  ...more,
});
const times = (count: number, more: Partial<HistoryEvent> = {}) =>
  Array.from({ length: count }, () => refusal(more));

describe('unusual failures', () => {
  it('are none when somebody opens an old link a few times', () => {
    expect(findUnusual(times(4))).toEqual([]);
    expect(findUnusual([])).toEqual([]);
  });

  it('are many of one token', () => {
    const events = [...times(4), ...times(2, { reason: 'wrong_secret' })];
    expect(findUnusual(events)).toEqual([
      {
        kind: 'token',
        id: 'one',
        userId: 'jane',
        refused: 6,
        addresses: 1,
        reason: 'expired',
        last: events.at(-1)?.at,
      },
    ]);
  });

  it('are few from several addresses', () => {
    const events = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((ip) => refusal({ ip }));
    expect(findUnusual(events)).toMatchObject([{ kind: 'token', id: 'one', refused: 3, addresses: 3 }]);
  });

  it('are of a user when they are of several tokens, each of which is not unusual', () => {
    const events = [...times(3, { tokenId: 'one' }), ...times(3, { tokenId: 'two' })];
    expect(findUnusual(events)).toMatchObject([{ kind: 'user', id: 'jane', refused: 6 }]);
  });

  it('of an anonymous token are of nobody', () => {
    expect(findUnusual(times(9, { userId: null }))).toMatchObject([{ kind: 'token', refused: 9 }]);
  });

  it('begin with the worst', () => {
    const events = [
      ...times(5, { tokenId: 'one', userId: 'jane' }),
      ...times(8, { tokenId: 'two', userId: 'bob' }),
    ];
    expect(findUnusual(events).map(({ id }) => id)).toEqual(['two', 'one']);
  });
});
