import { USER_TYPES } from '../../shared/user/user.ts';
import { version } from '../docs/common-schemas.ts';
import { flag, object, oneOf, orNull, ref, type Schemas, text, timestamp } from '../docs/json-schema.ts';
import { answer, CONDITIONAL, type DocsOf, noContent, pageOf, USER_ID } from '../docs/route-docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  createUser: {
    summary: 'Create a user under an id that the service gives',
    group: 'Users',
    request: 'UserRequest',
    answers: { 201: answer('User', 'The user, created.') },
  },
  putUser: {
    summary: 'Create or replace a user',
    group: 'Users',
    id: USER_ID,
    description: 'An absent `disabled` stays as it is; any other absent field is removed.',
    request: 'UserRequest',
    answers: { 200: answer('User', 'The user, replaced.'), 201: answer('User', 'The user, created.') },
    problems: ['user_not_found', 'version_mismatch'],
    headers: CONDITIONAL,
  },
  getUser: {
    summary: 'Get a user',
    group: 'Users',
    id: USER_ID,
    answers: { 200: answer('User', 'The user.'), 304: noContent('The caller has this version.') },
    problems: ['user_not_found', 'version_mismatch'],
    headers: CONDITIONAL,
  },
  deleteUser: {
    summary: 'Delete a user',
    group: 'Users',
    id: USER_ID,
    description: 'The tokens of the user are refused from then on, also when the id is used again.',
    answers: { 204: noContent('The user is deleted.') },
    problems: ['user_not_found', 'version_mismatch'],
    headers: CONDITIONAL,
  },
  revokeUserSessions: {
    summary: 'Revoke all sessions of a user',
    group: 'Users',
    id: USER_ID,
    request: 'NoFields',
    answers: { 204: noContent('The sessions are over.') },
    problems: ['user_not_found', 'version_mismatch'],
    headers: CONDITIONAL,
  },
  listUsers: {
    summary: 'List users',
    group: 'Users',
    description:
      '`search` finds the beginning of a word of the name, or of the e-mail address, without regard to case or accents.',
    answers: { 200: pageOf('User') },
    problems: ['invalid_cursor'],
  },
};

export const schemas: Schemas = {
  UserType: oneOf(USER_TYPES),
  User: object({
    id: text('The id that the caller or the service gave.'),
    type: ref('UserType'),
    name: text('The name that administrators search for.'),
    email: orNull(text('The e-mail address.')),
    phone: orNull(text('The phone number.')),
    locale: orNull(text('The language of the user: a tag of BCP 47.')),
    disabled: flag('Whether the tokens of the user are refused.'),
    createdAt: timestamp('When the user was created.'),
    updatedAt: timestamp('When the user was last changed.'),
    version,
  }),
};
