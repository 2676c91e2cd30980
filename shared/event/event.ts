import { toSeconds } from '../clock.ts';
import { withoutCredentials } from '../crypto/credential-pattern.ts';
import { newId } from '../crypto/id.ts';
import type { EventType } from './event-types.ts';

/** Who does something, when and from where: the same for all changes of one request. */
export type AuditContext = {
  /** Epoch milliseconds. */
  time: number;
  by: Actor;
  ip?: string | undefined;
  userAgent?: string | undefined;
};

/** A principal or a door as the history names it. `id` has its kind as a prefix: `key:…`. */
export type Actor = { id: string; name: string };

/**
 * The `lastEvent` that every write leaves on its item, for the stream to turn into history. Its id makes retries of
 * the write recognisable. Attribute names and values are kept short: they are paid for with every redemption.
 */
export type LastEvent = {
  id: string;
  /** `withdrawn` undoes the event it reverses and is itself no line of history. */
  type: EventType | 'withdrawn';
  /** Epoch seconds. */
  at: number;
  by: Actor;
  ip?: string | undefined;
  userAgent?: string | undefined;
  /** Why: the private reason of a refusal, or what the administrator gave. */
  reason?: string | undefined;
  /** The position in the history of the event that this one takes the place of. */
  reverses?: string | undefined;
};

/** As many bytes of a user agent as a token of ordinary size can carry within one write unit. */
export const USER_AGENT_BYTES = 120;

export function newEvent(
  type: LastEvent['type'],
  { time, by, ip, userAgent }: AuditContext,
  extra: Pick<LastEvent, 'reason' | 'reverses'> = {},
): LastEvent {
  return {
    id: newId(time),
    type,
    at: toSeconds(time),
    by,
    ip,
    userAgent: userAgent === undefined ? undefined : cutUserAgent(userAgent),
    ...extra,
  };
}

/** Where an event stands in the history of its subject: by time, then by id. */
export const eventPosition = ({ id, at }: Pick<LastEvent, 'id' | 'at'>): string => `${at}#${id}`;

const EVENT_POSITION = /^\d{10}#[0-9A-Za-z]{22}$/;
export const isEventPosition = (text: string): boolean => EVENT_POSITION.test(text);

/** Without control characters, lone surrogates and secrets, and no longer than what is kept. */
function cutUserAgent(text: string): string {
  const clean = withoutCredentials(text.toWellFormed().replace(/\p{Cc}/gu, ' '));
  const bytes = Buffer.from(clean);
  if (bytes.length <= USER_AGENT_BYTES) return clean;
  return new TextDecoder().decode(bytes.subarray(0, USER_AGENT_BYTES), { stream: true });
}
