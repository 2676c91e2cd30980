import { toTimestamp } from '../clock.ts';
import type { HistoryEvent } from './history-event.ts';

/** An event in the form of the API and of the event bus. The history holds no secret, so nothing is left out. */
export const historyView = (event: HistoryEvent) => ({
  id: event.id,
  type: event.type,
  at: toTimestamp(event.at),
  by: event.by,
  ip: event.ip ?? null,
  userAgent: event.userAgent ?? null,
  reason: event.reason ?? null,
  previousString: event.previousString ?? false,
  actor: event.actor ?? null,
  tokenId: event.subject.includes(':') ? null : event.subject,
  userId: event.userId ?? null,
  keyId: event.subject.startsWith('key:') ? event.subject.slice('key:'.length) : null,
  principalId: event.subject.startsWith('oidc:') ? event.subject : null,
});
