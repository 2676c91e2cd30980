import { type Actor, eventPosition, type LastEvent } from '../event/event.ts';
import type { HistoryType } from '../event/event-types.ts';
import type { EventTable } from '../tables.ts';
import { shardOf } from '../tables.ts';
import type { TokenItem } from '../token/token-item.ts';

/** A redemption that was undone because its user could not be read. It is kept so that replays recognise it, and is in no list. */
export const WITHDRAWN = 'token.withdrawn';

/** An entry of the history, as the events table keeps it. Times are epoch seconds. */
export type HistoryEvent = {
  /** The id of a token, or of a user, a key or the settings with its kind as a prefix. */
  subject: string;
  position: string;
  /** The partition of the index over all subjects; absent: not listed. */
  day?: string | undefined;
  id: string;
  type: HistoryType | typeof WITHDRAWN;
  at: number;
  by: Actor;
  ip?: string | undefined;
  userAgent?: string | undefined;
  reason?: string | undefined;
  /** The principal that acts as the user, of a redeemed impersonation. */
  actor?: Actor | undefined;
  /** The user that it concerns, and the incarnation: a principal that may see the user may see the entry. */
  userId?: string | undefined;
  incarnation?: string | undefined;
  ttl: number;
};

const SUBJECT_PREFIX = { tokens: '', users: 'user:', keys: 'key:', settings: 'settings:' } as const;
const TYPE_PREFIX = { tokens: 'token', users: 'user', keys: 'key', settings: 'settings' } as const;

export const subjectOf = (table: EventTable, id: string): string => SUBJECT_PREFIX[table] + id;

const DAY = 86_400;

/** The UTC day of an instant in epoch seconds, in the form of the index by time: `2026-12-31`. */
export const dayOf = (seconds: number): string =>
  new Date(Math.floor(seconds / DAY) * DAY * 1000).toISOString().slice(0, 10);

/** The attributes of an item that the history keeps, besides its last event. */
type EventItem = {
  id: string;
  lastEvent: LastEvent;
  userId?: string | undefined;
  incarnation?: string | undefined;
} & Partial<Pick<TokenItem, 'purpose' | 'createdBy' | 'rotatedBy' | 'reason'>>;

/** The entry that the last event of an item becomes. It is kept for `historyRetention` seconds. */
export function toHistory(table: EventTable, item: EventItem, historyRetention: number): HistoryEvent {
  const { reverses: _, type, ...event } = item.lastEvent;
  const impersonates = item.purpose === 'impersonation' && type === 'redeemed';
  return {
    ...event,
    ...(impersonates && { actor: item.rotatedBy ?? item.createdBy, reason: item.reason }),
    subject: subjectOf(table, item.id),
    position: eventPosition(event),
    day: `${dayOf(event.at)}#${shardOf(event.id)}`,
    type: `${TYPE_PREFIX[table]}.${type}` as HistoryEvent['type'],
    userId: table === 'users' ? item.id : item.userId,
    incarnation: item.incarnation,
    ttl: event.at + historyRetention,
  };
}
