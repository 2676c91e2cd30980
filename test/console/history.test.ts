import { describe, expect, it } from 'vitest';
import { eventLabel, eventTypeLabel, refusalReasonLabel } from '../../console/src/events/event-labels.ts';
import { browserLabel } from '../../console/src/events/user-agent.ts';
import { readHistorySearch, startOfRange } from '../../console/src/history/search.ts';
import { HISTORY_TYPES } from '../../shared/event/event-types.ts';
import type { RefusalReason } from '../../shared/sign-in/refusal.ts';

describe('the words of the history', () => {
  it('are there for every type of event that the service writes, and differ', () => {
    for (const type of HISTORY_TYPES) expect(eventTypeLabel(type)).toMatch(/^\w/);
    expect(new Set(HISTORY_TYPES.map(eventTypeLabel)).size).toBe(HISTORY_TYPES.length);
  });

  it('are there for every reason of a refusal', () => {
    const reasons: Record<RefusalReason, true> = {
      malformed: true,
      unknown: true,
      wrong_secret: true,
      disabled: true,
      expired: true,
      used: true,
      wrong_purpose: true,
      wrong_user: true,
      user_blocked: true,
      user_outside_limits: true,
      maker_gone: true,
    };
    for (const reason of Object.keys(reasons)) expect(refusalReasonLabel(reason)).not.toBe(reason);
    expect(refusalReasonLabel('a reason of a later version')).toBe('a reason of a later version');
  });

  it('say why somebody was refused, and what somebody has noted as it was noted', () => {
    expect(eventLabel({ type: 'token.refused', reason: 'expired' })).toBe(
      'was refused: the token had expired',
    );
    expect(eventLabel({ type: 'token.created', reason: 'expired' })).toBe('made the token: expired');
    expect(eventLabel({ type: 'token.revealed', reason: 'idempotent_repeat' })).toBe(
      'revealed the link: the request that made the token came again',
    );
    expect(eventLabel({ type: 'user.deleted', reason: null })).toBe('deleted the user');
  });
});

describe('the address of the history', () => {
  it('has a span that ends now by its name', () => {
    const now = Date.parse('2026-11-22T07:00:30Z');
    expect(startOfRange('hour', now)).toBe('2026-11-22T06:00:00.000Z');
    expect(startOfRange('week', now)).toBe('2026-11-15T07:00:00.000Z');
    expect(readHistorySearch({ range: 'week', type: 'token.refused' })).toEqual({
      range: 'week',
      type: 'token.refused',
    });
  });

  it('keeps where such a span began on its further pages alone, as a cursor belongs to it', () => {
    const from = '2026-11-15T07:00:00.000Z';
    expect(readHistorySearch({ range: 'week', from })).toEqual({ range: 'week' });
    expect(readHistorySearch({ range: 'week', from, cursor: 'c' })).toEqual({
      range: 'week',
      from,
      cursor: 'c',
    });
    expect(readHistorySearch({ from, to: from })).toEqual({ from, to: from });
  });

  it('drops what it does not know', () => {
    expect(readHistorySearch({ range: 'century', colour: 'blue', by: '' })).toEqual({});
  });
});

describe('the words for a browser', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
      'Chrome on Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0',
      'Edge on Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
      'Safari on iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
      'Safari on macOS',
    ],
  ])('%s', (userAgent, words) => {
    expect(browserLabel(userAgent)).toBe(words);
  });

  it('are for anything else what it calls itself', () => {
    expect(browserLabel('node')).toBe('node');
    expect(browserLabel('curl/8.9 (Linux)')).toBe('curl/8.9 (Linux)');
  });
});
