import type { HistoryEvent, HistoryType } from '../../../client/src/index.ts';

const EVENT_TYPE_LABELS: Record<HistoryType, string> = {
  'token.created': 'made the token',
  'token.updated': 'changed the token',
  'token.enabled': 'enabled the token',
  'token.disabled': 'disabled the token',
  'token.rotated': 'gave the token a new link',
  'token.revealed': 'revealed the link',
  'token.redeemed': 'signed in',
  'token.refused': 'was refused',
  'token.deleted': 'deleted the token',
  'token.sessions_revoked': 'ended the sessions of the token',
  'user.created': 'made the user',
  'user.updated': 'changed the user',
  'user.enabled': 'enabled the user',
  'user.disabled': 'disabled the user',
  'user.deleted': 'deleted the user',
  'user.sessions_revoked': 'ended the sessions of the user',
  'key.created': 'made the API key',
  'key.rotated': 'rotated the API key',
  'key.deleted': 'deleted the API key',
  'principal.offboarded': 'removed somebody',
  'principal.reinstated': 'let somebody in again',
  'settings.updated': 'changed the settings',
};

/** Option groups of the type filter. */
export const EVENT_GROUPS: readonly (readonly [name: string, prefix: string])[] = [
  ['Tokens', 'token.'],
  ['Users', 'user.'],
  ['Keys', 'key.'],
  ['People', 'principal.'],
  ['Settings', 'settings.'],
];

export const eventTypeLabel = (type: HistoryType): string => EVENT_TYPE_LABELS[type];

/** The private reasons of refusals, for administrators only: the refused caller gets none of them. */
const REFUSAL_REASON_LABELS: Readonly<Record<string, string>> = {
  malformed: 'it was no token',
  unknown: 'there is no such token',
  wrong_secret: 'the secret was wrong: an old link, or a guess',
  disabled: 'the token was disabled',
  expired: 'the token had expired',
  used: 'the token was used up',
  wrong_purpose: 'the token is for another purpose',
  wrong_user: 'the token is for another user',
  maker_gone: 'whoever made it has no access any more',
  user_blocked: 'the user is disabled or gone',
  user_outside_limits: 'the user has left the domains of whoever made the link',
};

/** Reasons that the service itself gives; those of other events are typed by administrators. */
const NOTE_LABELS: Readonly<Record<string, string>> = {
  idempotent_repeat: 'the request that made the token came again',
  offboarded: 'its maker was removed',
};

export const refusalReasonLabel = (reason: string): string => REFUSAL_REASON_LABELS[reason] ?? reason;

type EventReason = Pick<HistoryEvent, 'type' | 'reason'>;

export function reasonLabel({ type, reason }: EventReason): string | undefined {
  if (reason === null) return undefined;
  return type === 'token.refused' ? refusalReasonLabel(reason) : (NOTE_LABELS[reason] ?? reason);
}

export function eventLabel(event: EventReason): string {
  const reason = reasonLabel(event);
  return reason === undefined ? EVENT_TYPE_LABELS[event.type] : `${EVENT_TYPE_LABELS[event.type]}: ${reason}`;
}
