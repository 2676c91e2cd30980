import type { HistoryEvent } from '../../../client/src/index.ts';

/** Somebody or something that was refused unusually often. */
export type Unusual = {
  kind: 'token' | 'user';
  id: string;
  /** The user itself, or whom the token logs in. */
  userId: string | null;
  refused: number;
  addresses: number;
  /** The commonest private reason. */
  reason: string;
  last: string;
};

/** Refusals within a day that are more than a person who mistypes, or opens an old link again. */
const MANY = 5;
/** Addresses within a day from which nobody is refused with the same token by chance. */
const ADDRESSES = 3;

/** Tokens and users with unusual failures, the worst first. A user is named when the failures are of several tokens. */
export function findUnusual(events: readonly HistoryEvent[]): Unusual[] {
  const byToken = Map.groupBy(events.filter(hasToken), ({ tokenId }) => tokenId);
  const byUser = Map.groupBy(events.filter(hasUser), ({ userId }) => userId);
  const ofUsers = [...byUser]
    .filter(([, list]) => new Set(list.map(({ tokenId }) => tokenId)).size > 1)
    .map(([id, list]) => summary('user', id, list));
  const ofTokens = [...byToken].map(([id, list]) => summary('token', id, list));
  return [...ofUsers, ...ofTokens]
    .filter(({ refused, addresses }) => refused >= MANY || addresses >= ADDRESSES)
    .sort((one, other) => other.refused - one.refused || other.addresses - one.addresses);
}

const hasToken = (event: HistoryEvent): event is HistoryEvent & { tokenId: string } => event.tokenId !== null;
const hasUser = (event: HistoryEvent): event is HistoryEvent & { userId: string } => event.userId !== null;

function summary(kind: Unusual['kind'], id: string, events: readonly HistoryEvent[]): Unusual {
  const reasons = Map.groupBy(events, ({ reason }) => reason ?? '');
  const [reason = ''] = [...reasons].sort(([, one], [, other]) => other.length - one.length)[0] ?? [];
  return {
    kind,
    id,
    userId: events[0]?.userId ?? null,
    refused: events.length,
    addresses: new Set(events.flatMap(({ ip }) => (ip === null ? [] : [ip]))).size,
    reason,
    last:
      events
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? '',
  };
}
