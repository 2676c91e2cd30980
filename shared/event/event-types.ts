import { EVENT_TYPES } from './event.ts';

const TOKEN_TYPES = EVENT_TYPES.map((type) => `token.${type}` as const);
const USER_TYPES = [
  'user.created',
  'user.updated',
  'user.enabled',
  'user.disabled',
  'user.deleted',
  'user.sessions_revoked',
] as const;
const KEY_TYPES = ['key.created', 'key.deleted'] as const;
const SETTINGS_TYPES = ['settings.updated'] as const;

/** Every type that a line of history has. */
export const HISTORY_TYPES = [...TOKEN_TYPES, ...USER_TYPES, ...KEY_TYPES, ...SETTINGS_TYPES] as const;
export type HistoryType = (typeof HISTORY_TYPES)[number];
