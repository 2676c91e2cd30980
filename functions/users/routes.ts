import { fields } from '../http/fields.ts';
import type { Route } from '../http/route.ts';
import { userQuery, userRequest } from './schemas.ts';

export const createUser = {
  method: 'POST',
  path: '/users',
  entry: 'functions/users/create.ts',
  permission: 'users:write',
  body: userRequest,
  access: { users: ['PutItem'], userSearch: ['PutItem'] },
} as const satisfies Route;

export const putUser = {
  method: 'PUT',
  path: '/users/{id}',
  entry: 'functions/users/put.ts',
  permission: 'users:write',
  body: userRequest,
  access: { users: ['GetItem', 'PutItem'], userSearch: ['PutItem', 'DeleteItem'] },
} as const satisfies Route;

export const getUser = {
  method: 'GET',
  path: '/users/{id}',
  entry: 'functions/users/get.ts',
  permission: 'users:read',
  access: { users: ['GetItem'] },
} as const satisfies Route;

export const deleteUser = {
  method: 'DELETE',
  path: '/users/{id}',
  entry: 'functions/users/delete.ts',
  permission: 'users:write',
  access: { users: ['GetItem', 'PutItem'], userSearch: ['DeleteItem'] },
} as const satisfies Route;

export const revokeUserSessions = {
  method: 'POST',
  path: '/users/{id}/sessions/revoke',
  entry: 'functions/users/revoke-sessions.ts',
  permission: 'sessions:revoke',
  body: () => fields({}),
  bodyOptional: true,
  access: { users: ['GetItem', 'PutItem'] },
} as const satisfies Route;

export const listUsers = {
  method: 'GET',
  path: '/users',
  entry: 'functions/users/list.ts',
  permission: 'users:read',
  query: userQuery,
  access: { users: ['BatchGetItem', 'Scan'], userSearch: ['Query'] },
} as const satisfies Route;
