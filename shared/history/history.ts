import { config } from '../../functions/runtime/config.ts';
import { type Actor, eventPosition, type LastEvent } from '../event/event.ts';
import type { HistoryType } from '../event/event-types.ts';
import { shardOf } from '../storage/shard.ts';
import type { TableName } from '../tables.ts';
import type { TokenItem } from '../token/token-item.ts';

/** A redemption that was undone because nobody could tell whether it may stand. It is kept so that replays know it, and never shown. */
export const WITHDRAWN = 'token.withdrawn';

/** One event of the history as the events table keeps it. Times are epoch seconds. */
export type HistoryEvent = {
  /** What it happened to: a token's id, or another id with its kind as a prefix. */
  subject: string;
  position: string;
  /** The partition of the index over all subjects. Absent on what is not to be listed. */
  day?: string | undefined;
  id: string;
  type: HistoryType | typeof WITHDRAWN;
  at: number;
  by: Actor;
  ip?: string | undefined;
  userAgent?: string | undefined;
  reason?: string | undefined;
  /** Who acts as the user from then on, when that is somebody else. */
  actor?: Actor | undefined;
  /** The user it concerns, and which incarnation: who may see the user may see the event. */
  userId?: string | undefined;
  incarnation?: string | undefined;
  ttl: number;
};

/** The tables whose items carry events. */
export type EventfulTable = Extract<TableName, 'tokens' | 'users' | 'keys' | 'settings'>;

const SUBJECT_PREFIX = { tokens: '', users: 'user:', keys: 'key:', settings: 'settings:' } as const;
const TYPE_PREFIX = { tokens: 'token', users: 'user', keys: 'key', settings: 'settings' } as const;

export const subjectOf = (table: EventfulTable, id: string): string => SUBJECT_PREFIX[table] + id;

const DAY = 86_400;

/** The day of an instant in epoch seconds, as the index by time names it. */
export const dayOf = (seconds: number): string =>
  new Date(Math.floor(seconds / DAY) * DAY * 1000).toISOString().slice(0, 10);

/** What the history takes of an item, besides its last event. */
type EventfulItem = {
  id: string;
  lastEvent: LastEvent;
  userId?: string | undefined;
  incarnation?: string | undefined;
} & Partial<Pick<TokenItem, 'purpose' | 'createdBy' | 'rotatedBy' | 'reason'>>;

/** The line of history that an item's last event becomes. */
export function toHistory(table: EventfulTable, item: EventfulItem): HistoryEvent {
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
    ttl: event.at + config.historyRetention,
  };
}
