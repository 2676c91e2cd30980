import { listFields } from '../http/fields.ts';
import type { Route } from '../http/route.ts';
import { apiKeyRequest, rotationRequest } from './schemas.ts';

export const createApiKey = {
  method: 'POST',
  path: '/keys',
  entry: 'functions/api-keys/create.ts',
  permission: 'keys:write',
  body: apiKeyRequest,
  access: { settings: ['GetItem'], keys: ['PutItem', 'UpdateItem'], users: ['GetItem'] },
} as const satisfies Route;

export const listApiKeys = {
  method: 'GET',
  path: '/keys',
  entry: 'functions/api-keys/list.ts',
  permission: 'keys:write',
  query: () => listFields({}),
  access: { keys: ['Scan'], users: ['BatchGetItem'] },
} as const satisfies Route;

export const rotateApiKey = {
  method: 'POST',
  path: '/keys/{id}/rotate',
  entry: 'functions/api-keys/rotate.ts',
  permission: 'keys:write',
  body: rotationRequest,
  bodyOptional: true,
  access: { settings: ['GetItem'], keys: ['GetItem', 'UpdateItem'], users: ['BatchGetItem'] },
} as const satisfies Route;

export const deleteApiKey = {
  method: 'DELETE',
  path: '/keys/{id}',
  entry: 'functions/api-keys/delete.ts',
  permission: 'keys:write',
  access: { keys: ['GetItem', 'UpdateItem', 'Scan', 'ConditionCheckItem'], users: ['BatchGetItem'] },
} as const satisfies Route;
