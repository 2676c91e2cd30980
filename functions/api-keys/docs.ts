import { ROLES } from '../../shared/principal/role.ts';
import { version } from '../docs/common-schemas.ts';
import { listOf, object, oneOf, orNull, ref, type Schemas, text, timestamp } from '../docs/json-schema.ts';
import { answer, CONDITIONAL, type DocsOf, ID, noContent, pageOf } from '../docs/route-docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  createApiKey: {
    summary: 'Create an API key',
    group: 'Keys',
    description:
      'A key permits no more than its creator may do. It expires within `keyLifetimeDays` of the settings.',
    request: 'KeyRequest',
    answers: { 201: answer('KeyWithString', 'The key, with its string, once.') },
    problems: ['user_not_found'],
  },
  listApiKeys: {
    summary: 'List API keys',
    group: 'Keys',
    answers: { 200: pageOf('Key') },
    problems: ['invalid_cursor'],
  },
  rotateApiKey: {
    summary: 'Give an API key a new string',
    group: 'Keys',
    id: ID,
    description:
      'The key keeps its id. Its string before works until the overlap ends; at most two strings work, so another rotation ends the overlap of an earlier one.',
    request: 'KeyRotateRequest',
    answers: { 200: answer('KeyWithString', 'The key, with its new string, once.') },
    problems: ['key_not_found', 'version_mismatch'],
    headers: CONDITIONAL,
  },
  deleteApiKey: {
    summary: 'Delete an API key',
    group: 'Keys',
    id: ID,
    description:
      'It changes and reveals nothing from then on. Reading, redeeming, exchanging and introspecting refuse it within 60 seconds.',
    answers: { 204: noContent('The key is deleted.') },
    problems: ['key_not_found', 'last_administrator', 'version_mismatch'],
    headers: CONDITIONAL,
  },
};

const key = {
  id: text('Names the key. It is no secret.'),
  name: text('The name of the key in the history and in lists.'),
  role: ref('Role'),
  domains: orNull(
    listOf(
      text(),
      'E-mail domains that the key is limited to; a limited principal sees those of its own. Null: not limited.',
    ),
  ),
  identity: orNull(text('The sender that a procurement system names in its cXML documents.')),
  domain: orNull(text('The cXML domain of `identity`.')),
  userId: orNull(
    text(
      'The user whom the procurement system logs in; null: the user of `domains` with the e-mail address in the document.',
    ),
  ),
  userField: orNull(
    text(
      'The Extrinsic that has the address of that user, or `Contact/Email`; null: those in which buyers have it.',
    ),
  ),
  expiresAt: orNull(
    timestamp('When the key expires; null: never, which the first key of a local service alone has.'),
  ),
  previousUntil: orNull(
    timestamp('Until when the string before the last rotation works too; null: it does not.'),
  ),
  lastUsedAt: orNull(
    timestamp('The start of the UTC day on which the key was last used; null: it never was.'),
  ),
  createdAt: timestamp('When the key was created.'),
  createdBy: ref('Actor'),
  version,
};

export const schemas: Schemas = {
  Role: oneOf(ROLES, 'What a principal may do.', 'ROLE'),
  Key: object(key, { description: 'An API key, without its secret.' }),
  KeyWithString: object({
    ...key,
    key: text('The string of 64 characters that authenticates the caller: a secret.'),
  }),
};
