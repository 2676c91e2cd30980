import { sameDigest } from '../crypto/secret.ts';
import { type Actor, eventPosition, type LastEvent } from '../event/event.ts';
import { type HistoryType, PRINCIPAL_EVENT_TYPES } from '../event/event-types.ts';
import type { EventTable } from '../tables.ts';
import { shardOf } from '../tables.ts';
import { secretMark, type TokenItem } from '../token/token-item.ts';

/** The type of a redemption that was withdrawn. It stays in the table, so that a replay does not add it again; no list has it. */
export const WITHDRAWN = 'token.withdrawn';

/** A stored event of the history. Times are epoch seconds. */
export type HistoryEvent = {
  /** The id of a token; or the id of a user, a key, an identity or the settings, with the kind as a prefix: `user:…`. */
  subject: string;
  position: string;
  /** The partition in the index by time: day and shard; absent: not listed. */
  day?: string | undefined;
  id: string;
  type: HistoryType | typeof WITHDRAWN;
  at: number;
  by: Actor;
  ip?: string | undefined;
  userAgent?: string | undefined;
  reason?: string | undefined;
  /** A redemption by the string before the last rotation. */
  previousString?: true | undefined;
  /** The principal that acts as the user; only of redeemed impersonations. */
  actor?: Actor | undefined;
  /** The user of the subject, and the incarnation. A principal whose scope contains the user may see the event. */
  userId?: string | undefined;
  incarnation?: string | undefined;
  ttl: number;
};

const SUBJECT_PREFIX = { tokens: '', users: 'user:', keys: 'key:', settings: 'settings:' } as const;
const TYPE_PREFIX = { tokens: 'token', users: 'user', keys: 'key', settings: 'settings' } as const;

/** The subject of the events of an item. */
export const subjectOf = (table: EventTable, id: string): string => SUBJECT_PREFIX[table] + id;

const DAY = 86_400;

/** The UTC day of an instant in epoch seconds, in the form of the index by time: `2026-12-31`. */
export const dayOf = (seconds: number): string =>
  new Date(Math.floor(seconds / DAY) * DAY * 1000).toISOString().slice(0, 10);

/** The attributes of an item that go into its event. */
type EventItem = {
  id: string;
  lastEvent: LastEvent;
  userId?: string | undefined;
  incarnation?: string | undefined;
} & Partial<Pick<TokenItem, 'purpose' | 'createdBy' | 'rotatedBy' | 'reason' | 'previousHash'>> & {
    lastUse?: { secret?: Uint8Array | undefined } | undefined;
  };

const isOfPreviousSecret = ({ previousHash, lastUse }: EventItem): boolean =>
  previousHash !== undefined &&
  lastUse?.secret !== undefined &&
  sameDigest(secretMark(previousHash), lastUse.secret);

/** The last event of an item as an event of the history. TTL removes it after `historyRetention` seconds. */
export function toHistory(table: EventTable, item: EventItem, historyRetention: number): HistoryEvent {
  const { reverses: _, type, ...event } = item.lastEvent;
  const impersonates = item.purpose === 'impersonation' && type === 'redeemed';
  return {
    ...event,
    ...(impersonates && { actor: item.rotatedBy ?? item.createdBy, reason: item.reason }),
    ...(type === 'redeemed' && isOfPreviousSecret(item) && { previousString: true }),
    // The mark of an identity lies in the table of keys, under the whole id of the principal.
    subject: isOfIdentity(type) ? item.id : subjectOf(table, item.id),
    position: eventPosition(event),
    day: `${dayOf(event.at)}#${shardOf(event.id)}`,
    type: `${isOfIdentity(type) ? 'principal' : TYPE_PREFIX[table]}.${type}` as HistoryEvent['type'],
    userId: table === 'users' ? item.id : item.userId,
    incarnation: item.incarnation,
    ttl: event.at + historyRetention,
  };
}

const isOfIdentity = (type: LastEvent['type']): boolean =>
  (PRINCIPAL_EVENT_TYPES as readonly string[]).includes(type);
