import { fields, listFields } from '../http/fields.ts';
import type { Route } from '../http/route.ts';

export const offboardPrincipal = {
  method: 'POST',
  path: '/principals/{id}/offboard',
  entry: 'functions/principals/offboard.ts',
  permission: 'keys:write',
  body: () => fields({}),
  bodyOptional: true,
  access: {
    settings: ['GetItem'],
    keys: ['GetItem', 'UpdateItem', 'Scan', 'ConditionCheckItem'],
    users: ['BatchGetItem'],
    tokens: ['QueryIndex', 'UpdateItem'],
  },
} as const satisfies Route;

export const reinstatePrincipal = {
  method: 'POST',
  path: '/principals/{id}/reinstate',
  entry: 'functions/principals/reinstate.ts',
  permission: 'keys:write',
  body: () => fields({}),
  bodyOptional: true,
  unlimitedOnly: true,
  access: { keys: ['UpdateItem'] },
} as const satisfies Route;

export const listOffboarded = {
  method: 'GET',
  path: '/principals/offboarded',
  entry: 'functions/principals/list-offboarded.ts',
  permission: 'keys:write',
  query: () => listFields({}),
  unlimitedOnly: true,
  access: { keys: ['Scan'] },
} as const satisfies Route;
