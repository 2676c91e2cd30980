import type { TokenRequest } from '../shared/token/create.ts';
import { PEOPLE } from './demo-people.ts';

const DAY = 86_400_000;
const DAYS = 30;
const TOKENS = 160;

/** An attempt at a token, or a change of it. */
export type PlannedAction = {
  kind: 'redeem' | 'guess' | 'reveal' | 'rotate' | 'disable' | 'delete';
  /** Epoch milliseconds. */
  time: number;
  ip: string;
  userAgent: string;
};

/** `time` is in epoch milliseconds. `by` is an index into the administrators. */
export type PlannedToken = {
  request: TokenRequest;
  time: number;
  by: number;
  actions: readonly PlannedAction[];
};

const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
];

const REASONS = [
  'Checkout reported broken on the phone',
  'Missing prices after the migration',
  'Order 20418 cannot be changed',
];
const CATALOGUES = ['OCI - Acme', 'OCI - Globex', 'cXML - Fjordfisk', 'OCI - Stalmex'];

type Random = {
  /** From 0 to 1. */
  number(): number;
  integer(below: number): number;
  chance(of: number): boolean;
  pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T;
};

/** Plans the example tokens of the 30 days before `now`. Every call makes the same choices. */
export function planTokens(now: number): PlannedToken[] {
  const random = seededRandom(20_418);
  const tokens = Array.from({ length: TOKENS }, (_, index) => planToken(random, index, now));
  return [...tokens, leakedToken(random, now)].sort((a, b) => a.time - b.time);
}

/** A leaked link: refused attempts from several addresses within the last day. */
function leakedToken(random: Random, now: number): PlannedToken {
  const request = {
    userId: random.pick(PEOPLE).id,
    purpose: 'login',
    extra: 'Newsletter of spring',
    reason: null,
    expiresAt: null,
    maxUses: null,
  } as const;
  const actions = Array.from({ length: 9 }, (_, at) => ({
    kind: 'guess' as const,
    time: now - (20 - 2 * at) * (DAY / 24),
    ip: address(random),
    userAgent: random.pick(BROWSERS),
  }));
  return { request, time: now - 12 * DAY, by: 0, actions };
}

function planToken(random: Random, index: number, now: number): PlannedToken {
  const time = workingHour(random, now - random.number() * DAYS * DAY, now);
  const chosen = planRequest(random, index);
  // A token of impersonation works once, and expires soon.
  const impersonates = chosen.purpose === 'impersonation';
  const lifetime = impersonates ? 1 : random.pick([1, 1, 7, 14, 30, 60, 90, undefined]);
  const expiresAt = lifetime === undefined ? null : Math.floor((time + lifetime * DAY) / 1000);
  const maxUses = impersonates ? 1 : random.pick([1, 1, 3, 10, null]);
  const request = { ...chosen, expiresAt, maxUses };
  return {
    request,
    time,
    by: random.integer(2),
    actions: planActions(random, { time, lifetime, maxUses }, now),
  };
}

function planRequest(random: Random, index: number): Omit<TokenRequest, 'expiresAt' | 'maxUses'> {
  const userId = random.pick(PEOPLE).id;
  if (index % 12 === 5)
    return { userId, purpose: 'impersonation', extra: null, reason: random.pick(REASONS) };
  if (index % 9 === 4)
    return { userId, purpose: 'procurement', extra: random.pick(CATALOGUES), reason: null };
  const extra = random.chance(0.25)
    ? random.pick(['Welcome mail', 'Trade fair badge', 'Support call', 'Spring campaign'])
    : null;
  return { userId: index % 15 === 7 ? undefined : userId, purpose: 'login', extra, reason: null };
}

/** Attempts until shortly after the expiry, a few with a wrong secret, and a change of some tokens. */
function planActions(
  random: Random,
  token: { time: number; lifetime: number | undefined; maxUses: number | null },
  now: number,
): PlannedAction[] {
  const { time, lifetime = DAYS, maxUses } = token;
  const tries = maxUses === 1 ? random.integer(3) : 3 + random.integer(maxUses === 3 ? 4 : 20);
  const kinds: PlannedAction['kind'][] = Array.from({ length: tries }, () =>
    random.chance(0.06) ? 'guess' : 'redeem',
  );
  const change = random.number();
  if (change < 0.08) kinds.push('reveal');
  else if (change < 0.13) kinds.push('rotate');
  else if (change < 0.2) kinds.push('disable');
  else if (change < 0.25) kinds.push('delete');
  const ip = address(random);
  const userAgent = random.pick(BROWSERS);
  return kinds
    .map((kind) => ({
      kind,
      time: workingHour(random, time + random.number() ** 2 * lifetime * 1.1 * DAY, now),
      ...(random.chance(0.8) ? { ip, userAgent } : { ip: address(random), userAgent: random.pick(BROWSERS) }),
    }))
    .filter((action) => action.time > time && action.time < now)
    .sort((a, b) => a.time - b.time);
}

/** A time between 6 and 20 o'clock of the same day, unless that is in the future. */
function workingHour(random: Random, time: number, now: number): number {
  const moved = Math.floor(time / DAY) * DAY + (6 + random.number() * 14) * (DAY / 24);
  return Math.floor(moved < now ? moved : time);
}

/** An address of the documentation ranges (RFC 5737, RFC 3849). */
const address = (random: Random): string =>
  random.chance(0.3)
    ? `2001:db8:${random.integer(65_536).toString(16)}::${(1 + random.integer(65_535)).toString(16)}`
    : `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${1 + random.integer(254)}`;

/** Mulberry32. */
function seededRandom(seed: number): Random {
  let state = seed;
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number) => Math.floor(number() * below);
  return {
    number,
    integer,
    chance: (of) => number() < of,
    // A choice may be undefined or null, so no default can replace it.
    pick: (choices) => choices[integer(choices.length)] as (typeof choices)[number],
  };
}
