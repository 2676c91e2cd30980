/** Types of events. This file has no imports, so routes can use it in their schemas. */

/** The events of a token. */
export const EVENT_TYPES = [
  'created',
  'updated',
  'enabled',
  'disabled',
  'rotated',
  'revealed',
  'redeemed',
  'refused',
  'deleted',
  'sessions_revoked',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The events of an identity of the provider. */
export const PRINCIPAL_EVENT_TYPES = ['offboarded', 'reinstated'] as const;
export type PrincipalEventType = (typeof PRINCIPAL_EVENT_TYPES)[number];

const TOKEN_TYPES = EVENT_TYPES.map((type) => `token.${type}` as const);
const USER_TYPES = [
  'user.created',
  'user.updated',
  'user.enabled',
  'user.disabled',
  'user.deleted',
  'user.sessions_revoked',
] as const;
const KEY_TYPES = ['key.created', 'key.rotated', 'key.deleted'] as const;
const PRINCIPAL_TYPES = PRINCIPAL_EVENT_TYPES.map((type) => `principal.${type}` as const);
const SETTINGS_TYPES = ['settings.updated'] as const;

/** The types of events in the history: `<kind of subject>.<event>`. */
export const HISTORY_TYPES = [
  ...TOKEN_TYPES,
  ...USER_TYPES,
  ...KEY_TYPES,
  ...PRINCIPAL_TYPES,
  ...SETTINGS_TYPES,
] as const;
export type HistoryType = (typeof HISTORY_TYPES)[number];
