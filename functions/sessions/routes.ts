import * as v from 'valibot';
import { fields, text } from '../http/fields.ts';
import type { Route } from '../http/route.ts';

/** What RFC 7662, section 2.1, and RFC 7009, section 2.1, ask about. The hint is of no use here: there is one type. */
const tokenForm = () =>
  fields({
    token: v.pipe(v.string('must be text'), v.minLength(1, 'must not be empty')),
    token_type_hint: v.optional(v.string()),
  });

export const exchangeSession = {
  method: 'POST',
  path: '/sessions/exchange',
  entry: 'functions/sessions/exchange.ts',
  permission: 'tokens:redeem',
  body: () => fields({ code: v.string('must be text'), attemptId: v.optional(text(64)) }),
  access: {
    settings: ['GetItem'],
    tokens: ['BatchGetItem'],
    users: ['GetItem'],
    transient: ['BatchGetItem', 'PutItem'],
  },
  signingKeys: 'read',
  throttle: { rate: 2_000, burst: 1_000 },
} as const satisfies Route;

export const introspectSession = {
  method: 'POST',
  path: '/sessions/introspect',
  entry: 'functions/sessions/introspect.ts',
  permission: 'sessions:read',
  body: tokenForm,
  bodyType: 'form',
  access: { tokens: ['BatchGetItem'], users: ['BatchGetItem'], transient: ['BatchGetItem'] },
  signingKeys: 'read',
  throttle: { rate: 2_000, burst: 1_000 },
} as const satisfies Route;

export const revokeSession = {
  method: 'POST',
  path: '/sessions/revoke',
  entry: 'functions/sessions/revoke.ts',
  permission: 'sessions:end',
  body: tokenForm,
  bodyType: 'form',
  access: { transient: ['PutItem'] },
  signingKeys: 'read',
} as const satisfies Route;

export const getJwks = {
  method: 'GET',
  path: '/.well-known/jwks.json',
  entry: 'functions/sessions/jwks.ts',
  permission: 'public',
  access: {},
  signingKeys: 'read',
} as const satisfies Route;
