import type { Route } from '../http/route.ts';
import { accessTokenForm, exchangeRequest } from './schemas.ts';

export const exchangeSession = {
  method: 'POST',
  path: '/sessions/exchange',
  entry: 'functions/sessions/exchange.ts',
  permission: 'tokens:redeem',
  rememberedKey: true,
  body: exchangeRequest,
  access: {
    settings: ['GetItem'],
    tokens: ['BatchGetItem'],
    users: ['GetItem'],
    transient: ['BatchGetItem', 'PutItem'],
  },
  signingKeys: 'sign',
  throttle: { rate: 2_000, burst: 1_000 },
} as const satisfies Route;

export const introspectSession = {
  method: 'POST',
  path: '/sessions/introspect',
  entry: 'functions/sessions/introspect.ts',
  permission: 'sessions:read',
  rememberedKey: true,
  body: accessTokenForm,
  bodyType: 'form',
  oauth: true,
  access: { tokens: ['BatchGetItem'], users: ['BatchGetItem'], transient: ['BatchGetItem'] },
  signingKeys: 'verify',
  throttle: { rate: 2_000, burst: 1_000 },
} as const satisfies Route;

export const revokeSession = {
  method: 'POST',
  path: '/sessions/revoke',
  entry: 'functions/sessions/revoke.ts',
  permission: 'sessions:end',
  body: accessTokenForm,
  bodyType: 'form',
  oauth: true,
  access: { transient: ['PutItem'] },
  signingKeys: 'verify',
} as const satisfies Route;

/** RFC 8414: standard clients configure themselves by it. */
export const getAuthorizationServer = {
  method: 'GET',
  path: '/.well-known/oauth-authorization-server',
  entry: 'functions/sessions/metadata.ts',
  permission: 'public',
  access: {},
} as const satisfies Route;

export const getJwks = {
  method: 'GET',
  path: '/.well-known/jwks.json',
  entry: 'functions/sessions/jwks.ts',
  permission: 'public',
  access: {},
  signingKeys: 'verify',
} as const satisfies Route;
