import type { Route } from '../http/route.ts';
import { settingsRequest } from './schemas.ts';

export const getSettings = {
  method: 'GET',
  path: '/settings',
  entry: 'functions/settings/get.ts',
  permission: 'settings:write',
  unlimitedOnly: true,
  access: { settings: ['GetItem'] },
} as const satisfies Route;

export const putSettings = {
  method: 'PUT',
  path: '/settings',
  entry: 'functions/settings/put.ts',
  permission: 'settings:write',
  unlimitedOnly: true,
  body: settingsRequest,
  access: { settings: ['GetItem', 'PutItem'] },
} as const satisfies Route;
