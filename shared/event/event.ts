import { toSeconds } from '../clock.ts';
import { withoutCredentials } from '../crypto/credential-pattern.ts';
import { newId } from '../crypto/id.ts';
import { cutToBytes, withoutControls } from '../text.ts';
import type { EventType, PrincipalEventType } from './event-types.ts';

/** The caller, time and origin of a request, for the history. */
export type AuditContext = {
  /** Epoch milliseconds. */
  time: number;
  by: Actor;
  ip?: string | undefined;
  userAgent?: string | undefined;
};

/** A principal or a door, as the history names it. `id` has the kind as a prefix: `key:…`, `oidc:…`, `door:…`; the operator of the account has none. */
export type Actor = { id: string; name: string };

/**
 * The event of a write, stored as `lastEvent` of the item; the stream carries it to the history. A repeated write is
 * recognised by its id. Short names and values keep a redemption at one write unit.
 */
export type LastEvent = {
  id: string;
  /** `withdrawn` takes the reversed event out of the history, and is not listed itself. */
  type: EventType | PrincipalEventType | 'withdrawn';
  /** Epoch seconds. */
  at: number;
  by: Actor;
  ip?: string | undefined;
  userAgent?: string | undefined;
  /** The private reason of a refusal, or the text that the administrator gave. */
  reason?: string | undefined;
  /** The position of the event that this one replaces in the history. */
  reverses?: string | undefined;
};

/** The bytes of a user agent that leave a token of ordinary size within one write unit (1 KB). */
export const USER_AGENT_BYTES = 120;

/** The event of a write, with a new id. */
export function newEvent(
  type: LastEvent['type'],
  { time, by, ip, userAgent }: AuditContext,
  extra: Partial<Pick<LastEvent, 'reason' | 'reverses'>> = {},
): LastEvent {
  return {
    id: newId(time),
    type,
    at: toSeconds(time),
    by,
    ip,
    // A client may have put a secret into it.
    userAgent: userAgent && cutToBytes(withoutCredentials(withoutControls(userAgent)), USER_AGENT_BYTES),
    ...extra,
  };
}

/** The position of an event in the history of its subject: by time, then by id. */
export const eventPosition = ({ id, at }: Pick<LastEvent, 'id' | 'at'>): string => `${at}#${id}`;

const EVENT_POSITION = /^\d{10}#[0-9A-Za-z]{22}$/;
export const isEventPosition = (text: string): boolean => EVENT_POSITION.test(text);
