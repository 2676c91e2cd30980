import * as v from 'valibot';
import { USER_TYPES } from '../../shared/user/user.ts';
import { absentOr, email, fields, listFields, note, oneOf, text } from '../http/fields.ts';
import type { Route } from '../http/route.ts';

function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value.replaceAll('_', '-')).length === 1;
  } catch {
    return false;
  }
}

export const putUser = {
  method: 'PUT',
  path: '/users/{id}',
  entry: 'functions/users/put.ts',
  permission: 'users:write',
  body: () =>
    fields({
      type: oneOf(USER_TYPES),
      name: note(200),
      email: absentOr(email()),
      phone: absentOr(v.pipe(text(32), v.regex(/^\+?[0-9][0-9 ()./-]+$/, 'must be a phone number'))),
      locale: absentOr(
        v.pipe(text(35), v.check(isLocale, 'must be a language tag (BCP 47), such as nl or pt-BR')),
      ),
      disabled: v.optional(v.boolean('must be true or false')),
    }),
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
  query: () => listFields({ search: v.optional(text(254)), type: v.optional(oneOf(USER_TYPES)) }),
  access: { users: ['BatchGetItem', 'Scan'], userSearch: ['Query'] },
} as const satisfies Route;
