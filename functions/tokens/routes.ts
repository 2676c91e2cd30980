import * as v from 'valibot';
import { SORTS } from '../../shared/token/filter.ts';
import { PURPOSES, STATUSES } from '../../shared/token/token.ts';
import { USER_TYPES } from '../../shared/user/user.ts';
import { fields, flag, future, listFields, oneOf, rangeEnd, text, userId } from '../http/fields.ts';
import type { Route } from '../http/route.ts';
import { CONTRADICTION, comparison, contradicts, extra, maxUses, oneTimeUse } from './fields.ts';
import { tokenRequest } from './token-request.ts';

export const redeemToken = {
  method: 'POST',
  path: '/tokens/redeem',
  entry: 'functions/tokens/redeem.ts',
  permission: 'tokens:redeem',
  body: () =>
    fields({
      token: v.string('must be text'),
      attemptId: v.optional(text(64)),
      ip: v.optional(
        v.pipe(
          v.string('must be text'),
          v.union(
            [v.pipe(v.string(), v.ipv4()), v.pipe(v.string(), v.ipv6())],
            'must be an IPv4 or IPv6 address',
          ),
        ),
      ),
      userAgent: v.optional(v.string('must be text')),
    }),
  access: { settings: ['GetItem'], tokens: ['UpdateItem'], users: ['GetItem'] },
  signingKeys: 'read',
  throttle: { rate: 2_000, burst: 1_000 },
} as const satisfies Route;

export const createToken = {
  method: 'POST',
  path: '/tokens',
  entry: 'functions/tokens/create.ts',
  permission: 'tokens:write',
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
  query: () =>
    listFields({
      ids: v.optional(
        v.pipe(
          v.string(),
          v.transform((value) => value.split(',')),
          v.maxLength(100, 'must have 100 ids at most'),
        ),
      ),
      userId: v.optional(userId()),
      anonymous: v.optional(flag()),
      type: v.optional(oneOf(USER_TYPES)),
      expiresFrom: v.optional(rangeEnd()),
      expiresTo: v.optional(rangeEnd()),
      createdFrom: v.optional(rangeEnd()),
      createdTo: v.optional(rangeEnd()),
      updatedFrom: v.optional(rangeEnd()),
      updatedTo: v.optional(rangeEnd()),
      successfulAttempts: comparison(),
      failedAttempts: comparison(),
      oneTimeUse: v.optional(flag()),
      neverExpires: v.optional(flag()),
      status: v.optional(oneOf(STATUSES)),
      purpose: v.optional(oneOf(PURPOSES)),
      sort: v.optional(oneOf(SORTS)),
    }),
  access: { tokens: ['QueryIndex', 'BatchGetItem'], users: ['BatchGetItem'] },
} as const satisfies Route;

/** Paths that `/tokens/{id}` would take for its own. */
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
  body: () =>
    v.pipe(
      fields({
        expiresAt: v.optional(v.nullable(future())),
        extra: extra(),
        oneTimeUse: oneTimeUse(),
        maxUses: maxUses(),
        status: v.optional(oneOf(['active', 'disabled'])),
        userId: v.optional(v.never('cannot be changed: rotate the token to give it to another user')),
      }),
      v.forward(
        v.partialCheck([['oneTimeUse'], ['maxUses']], (uses) => !contradicts(uses), CONTRADICTION),
        ['maxUses'],
      ),
    ),
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
} as const satisfies Route;

export const deleteToken = {
  method: 'DELETE',
  path: '/tokens/{id}',
  siblings: ACTIONS,
  entry: 'functions/tokens/delete.ts',
  permission: 'tokens:write',
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
} as const satisfies Route;

export const deleteTokens = {
  method: 'POST',
  path: '/tokens/delete',
  entry: 'functions/tokens/delete-many.ts',
  permission: 'tokens:write',
  body: () =>
    fields({
      ids: v.pipe(
        v.array(v.string('must be text'), 'must be a list of ids'),
        v.minLength(1, 'must have an id at least'),
        v.maxLength(100, 'must have 100 ids at most'),
      ),
    }),
  access: { settings: ['GetItem'], tokens: ['GetItem', 'UpdateItem'], users: ['GetItem'] },
} as const satisfies Route;

export const rotateToken = {
  method: 'POST',
  path: '/tokens/{id}/rotate',
  entry: 'functions/tokens/rotate.ts',
  permission: 'tokens:write',
  body: () => fields({ userId: v.optional(userId()) }),
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
  query: () => listFields({ kind: v.optional(oneOf(['attempts'])) }),
  access: { events: ['Query'], tokens: ['GetItem'], users: ['GetItem', 'BatchGetItem'] },
} as const satisfies Route;
