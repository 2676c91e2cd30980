import { toTimestamp } from '../clock.ts';
import type { HistoryEvent } from './history-event.ts';

/** An event as the API and the event bus tell it. There is nothing secret in the history to leave out. */
export const historyView = (event: HistoryEvent) => ({
  id: event.id,
  type: event.type,
  at: toTimestamp(event.at),
  by: event.by,
  ip: event.ip ?? null,
  userAgent: event.userAgent ?? null,
  reason: event.reason ?? null,
  actor: event.actor ?? null,
  tokenId: event.subject.includes(':') ? null : event.subject,
  userId: event.userId ?? null,
  keyId: event.subject.startsWith('key:') ? event.subject.slice('key:'.length) : null,
});
