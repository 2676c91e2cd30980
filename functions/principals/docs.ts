import { identityIdOf, SUBJECT_PATTERN } from '../../shared/principal/principal.ts';
import { listOf, object, ref, type Schemas, text, timestamp } from '../docs/json-schema.ts';
import { answer, type DocsOf, noContent, pageOf } from '../docs/route-docs.ts';
import type * as routes from './routes.ts';

/** The ids of a key and of an identity in a path. */
const KEY = 'key:[0-9A-Za-z]{22}';
const IDENTITY = identityIdOf(SUBJECT_PATTERN);
const PRINCIPAL_ID = { ...text(), pattern: `^(${KEY}|${IDENTITY})$` };
const IDENTITY_ID = { ...text(), pattern: `^${IDENTITY}$` };

export const docs: DocsOf<typeof routes> = {
  offboardPrincipal: {
    summary: 'Remove a principal, and end what it began',
    group: 'Keys',
    id: PRINCIPAL_ID,
    request: 'NoFields',
    description:
      'Deletes the key, or marks the identity so that its access tokens are refused. Deletes the keys that it made and those that these made, and ends its impersonations and punch-outs with their sessions, at once. It can be repeated.',
    answers: { 200: answer('Offboarding', 'What was deleted.') },
    problems: ['key_not_found', 'own_principal', 'invalid_request'],
  },
  reinstatePrincipal: {
    summary: 'Let an identity in again',
    group: 'Keys',
    id: IDENTITY_ID,
    request: 'NoFields',
    description: 'The identity provider decides again whether it has a role. What was ended stays ended.',
    answers: { 204: noContent('The identity is not marked any more.') },
    problems: ['invalid_request'],
  },
  listOffboarded: {
    summary: 'List removed identities',
    group: 'Keys',
    description: 'Those that were removed, and not let in again since. A key that was removed is deleted.',
    answers: { 200: pageOf('OffboardedIdentity') },
    problems: ['invalid_cursor'],
  },
};

export const schemas: Schemas = {
  OffboardedIdentity: object({
    id: text('The id of the principal: `oidc:…`.'),
    offboardedAt: timestamp('When it was removed.'),
    offboardedBy: ref('Actor'),
  }),
  NamedKey: object({
    id: text('The id of the key.'),
    name: text('The name of the key.'),
  }),
  Offboarding: object({
    id: text('The id of the principal: `key:…` or `oidc:…`.'),
    keys: listOf(ref('NamedKey'), 'The keys that this request deleted.'),
    kept: listOf(
      ref('NamedKey'),
      'The key of the caller, if it was made so: it was not deleted, nor was what it made.',
    ),
    impersonations: listOf(text(), 'The ids of the impersonations that this request deleted.'),
  }),
};
