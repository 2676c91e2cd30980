import { fields } from '../http/fields.ts';
import type { Route } from '../http/route.ts';
import { tokenEventQuery, tokenQuery } from './query-schemas.ts';
import { deletionRequest, redeemRequest, rotateRequest, tokenChanges, tokenRequest } from './schemas.ts';

export const redeemToken = {
  method: 'POST',
  path: '/tokens/redeem',
  entry: 'functions/tokens/redeem.ts',
  permission: 'tokens:redeem',
  rememberedKey: true,
  body: redeemRequest,
  access: {
    settings: ['GetItem'],
    tokens: ['GetItem', 'UpdateItem'],
    users: ['GetItem'],
    transient: ['GetItem'],
  },
  signingKeys: 'sign',
  throttle: { rate: 2_000, burst: 1_000 },
} as const satisfies Route;

/** Every other purpose takes `tokens:write` too. */
export const createToken = {
  method: 'POST',
  path: '/tokens',
  entry: 'functions/tokens/create.ts',
  permission: 'tokens:impersonate',
  body: tokenRequest,
  access: {
    settings: ['GetItem'],
    tokens: ['PutItem', 'UpdateItem'],
    users: ['GetItem'],
    transient: ['PutItem'],
  },
  sealingKey: [
    { action: 'Encrypt', purpose: 'token' },
    { action: 'Encrypt', purpose: 'idempotency' },
    { action: 'Decrypt', purpose: 'idempotency' },
  ],
} as const satisfies Route;

export const listTokens = {
  method: 'GET',
  path: '/tokens',
  entry: 'functions/tokens/list.ts',
  permission: 'tokens:read',
  query: tokenQuery,
  access: { tokens: ['QueryIndex', 'BatchGetItem'], users: ['BatchGetItem'] },
} as const satisfies Route;

/** Paths that API Gateway would route to `/tokens/{id}` under another method. */
const ACTIONS = { redeem: 'POST', delete: 'POST' } as const;

export const getToken = {
  method: 'GET',
  path: '/tokens/{id}',
  siblings: ACTIONS,
  entry: 'functions/tokens/get.ts',
  permission: 'tokens:read',
  access: { tokens: ['GetItem'], users: ['GetItem'] },
} as const satisfies Route;

export const updateToken = {
  method: 'PATCH',
  path: '/tokens/{id}',
  siblings: ACTIONS,
  entry: 'functions/tokens/update.ts',
  permission: 'tokens:write',
  body: tokenChanges,
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
} as const satisfies Route;

/** Without `tokens:write` it deletes the impersonations that the principal has made. */
export const deleteToken = {
  method: 'DELETE',
  path: '/tokens/{id}',
  siblings: ACTIONS,
  entry: 'functions/tokens/delete.ts',
  permission: 'tokens:impersonate',
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
} as const satisfies Route;

export const deleteTokens = {
  method: 'POST',
  path: '/tokens/delete',
  entry: 'functions/tokens/delete-many.ts',
  permission: 'tokens:write',
  body: deletionRequest,
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
} as const satisfies Route;

export const rotateToken = {
  method: 'POST',
  path: '/tokens/{id}/rotate',
  entry: 'functions/tokens/rotate.ts',
  permission: 'tokens:write',
  body: rotateRequest,
  bodyOptional: true,
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
  sealingKey: [{ action: 'Encrypt', purpose: 'token' }],
} as const satisfies Route;

export const revealToken = {
  method: 'POST',
  path: '/tokens/{id}/reveal',
  entry: 'functions/tokens/reveal.ts',
  permission: 'tokens:reveal',
  body: () => fields({}),
  bodyOptional: true,
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
  sealingKey: [{ action: 'Decrypt', purpose: 'token' }],
} as const satisfies Route;

export const revokeTokenSessions = {
  method: 'POST',
  path: '/tokens/{id}/sessions/revoke',
  entry: 'functions/tokens/revoke-sessions.ts',
  permission: 'sessions:revoke',
  body: () => fields({}),
  bodyOptional: true,
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
} as const satisfies Route;

export const listTokenEvents = {
  method: 'GET',
  path: '/tokens/{id}/events',
  entry: 'functions/tokens/events.ts',
  permission: 'events:read',
  query: tokenEventQuery,
  access: { events: ['Query'], tokens: ['GetItem'], users: ['GetItem', 'BatchGetItem'] },
} as const satisfies Route;
