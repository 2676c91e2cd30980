import { describe, expect, it } from 'vitest';
import type { HistoryEvent, Token } from '../../client/src/index.ts';
import { lastUsed, mergeEvents } from '../../console/src/users/sign-ins.ts';

const day = (number: number): string => new Date(Date.UTC(2026, 10, number)).toISOString();

const token = (id: string, more: Partial<Token> = {}): Token => ({
  id,
  status: 'active',
  user: null,
  purpose: 'login',
  expiresAt: null,
  oneTimeUse: false,
  maxUses: null,
  uses: 0,
  previousUntil: null,
  extra: null,
  reason: null,
  successfulAttempts: 0,
  failedAttempts: 0,
  lastAccessedAt: null,
  createdAt: day(1),
  updatedAt: day(1),
  createdBy: { id: 'key:1', name: 'Editor' },
  limitedTo: null,
  version: 1,
  ...more,
});

const event = (id: string, at: string): HistoryEvent => ({
  id,
  type: 'token.redeemed',
  at,
  by: { id: 'key:2', name: 'Shop' },
  ip: null,
  userAgent: null,
  reason: null,
  previousString: false,
  actor: null,
  tokenId: 'one',
  userId: 'jane',
  keyId: null,
  principalId: null,
});

describe('the tokens whose attempts are shown of a user', () => {
  it('are those that somebody has tried, the last one first', () => {
    const tokens = [
      token('never'),
      token('early', { successfulAttempts: 1, lastAccessedAt: day(2) }),
      token('late', { successfulAttempts: 1, lastAccessedAt: day(9) }),
      token('refused', { failedAttempts: 1, updatedAt: day(5) }),
    ];
    expect(lastUsed(tokens).map(({ id }) => id)).toEqual(['late', 'refused', 'early']);
  });

  it('are a few, for each is a request', () => {
    const many = Array.from({ length: 50 }, (_, at) => token(String(at), { failedAttempts: 1 }));
    expect(lastUsed(many).length).toBeLessThanOrEqual(10);
  });
});

describe('the attempts of several tokens', () => {
  it('are one history, newest first', () => {
    const merged = mergeEvents([[event('c', day(3)), event('a', day(1))], [event('b', day(2))], []]);
    expect(merged.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it('of the same second stand in the order of their ids', () => {
    const merged = mergeEvents([[event('a', day(1))], [event('b', day(1))]]);
    expect(merged.map(({ id }) => id)).toEqual(['b', 'a']);
  });
});
