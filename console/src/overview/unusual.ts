import type { HistoryEvent } from '../../../client/src/index.ts';

/** A token or user with unusually many refusals. */
export type Unusual = {
  kind: 'token' | 'user';
  id: string;
  /** The user itself, or the user of the token. */
  userId: string | null;
  refused: number;
  addresses: number;
  /** The most frequent private reason. */
  reason: string;
  last: string;
};

/** Refusals within a day; a person who opens an old link again causes fewer. */
const MIN_REFUSALS = 5;
/** IP addresses within a day; one person seldom uses as many. */
const MIN_ADDRESSES = 3;

/** Sorted by the number of refusals. A user is listed when several of its tokens were refused. */
export function findUnusual(events: readonly HistoryEvent[]): Unusual[] {
  const byToken = Map.groupBy(events.filter(hasToken), ({ tokenId }) => tokenId);
  const byUser = Map.groupBy(events.filter(hasUser), ({ userId }) => userId);
  const ofUsers = [...byUser]
    .filter(([, list]) => new Set(list.map(({ tokenId }) => tokenId)).size > 1)
    .map(([id, list]) => summary('user', id, list));
  const ofTokens = [...byToken].map(([id, list]) => summary('token', id, list));
  return [...ofUsers, ...ofTokens]
    .filter(({ refused, addresses }) => refused >= MIN_REFUSALS || addresses >= MIN_ADDRESSES)
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
