import * as v from 'valibot';
import { ROLES } from '../../shared/principal/role.ts';
import { isDomain } from '../../shared/principal/scope.ts';
import { fields, future, listFields, note, oneOf, userId } from '../http/fields.ts';
import type { Route } from '../http/route.ts';

const PROCUREMENT_ONLY = 'goes with the role procurement: such a key needs it, others have none';

export const createApiKey = {
  method: 'POST',
  path: '/keys',
  entry: 'functions/api-keys/create.ts',
  permission: 'keys:write',
  body: () =>
    v.pipe(
      fields({
        name: note(64),
        role: oneOf(ROLES),
        domains: v.optional(
          v.pipe(
            v.array(
              v.pipe(
                v.string('must be text'),
                v.check(isDomain, 'must be a domain, such as acme.com'),
                v.transform((domain) => domain.toLowerCase()),
              ),
              'must be a list of domains',
            ),
            v.minLength(1, 'must have a domain at least; leave it out for a key without limit'),
            v.maxLength(50, 'must have 50 domains at most'),
          ),
        ),
        expiresAt: v.optional(v.nullable(future())),
        identity: v.optional(note(128)),
        domain: v.optional(note(64)),
        userId: v.optional(userId()),
      }),
      v.forward(
        v.partialCheck(
          [['role'], ['identity']],
          ({ role, identity }) => (role === 'procurement') === (identity !== undefined),
          PROCUREMENT_ONLY,
        ),
        ['identity'],
      ),
      v.forward(
        v.partialCheck(
          [['role'], ['domain']],
          ({ role, domain }) => (role === 'procurement') === (domain !== undefined),
          PROCUREMENT_ONLY,
        ),
        ['domain'],
      ),
      v.forward(
        v.partialCheck(
          [['role'], ['userId'], ['domains']],
          ({ role, userId, domains }) =>
            (role === 'procurement' && domains === undefined) === (userId !== undefined),
          'goes with the role procurement and without domains: such a key has the one or the other',
        ),
        ['userId'],
      ),
    ),
  access: { keys: ['PutItem'], users: ['GetItem'] },
} as const satisfies Route;

export const listApiKeys = {
  method: 'GET',
  path: '/keys',
  entry: 'functions/api-keys/list.ts',
  permission: 'keys:write',
  query: () => listFields({}),
  access: { keys: ['Scan'], users: ['BatchGetItem'] },
} as const satisfies Route;

export const deleteApiKey = {
  method: 'DELETE',
  path: '/keys/{id}',
  entry: 'functions/api-keys/delete.ts',
  permission: 'keys:write',
  access: { keys: ['GetItem', 'UpdateItem'], users: ['BatchGetItem'] },
} as const satisfies Route;
