import { SORTS } from '../../shared/token/filter.ts';
import { PURPOSES, STATUSES } from '../../shared/token/token.ts';
import { version } from '../docs/common-schemas.ts';
import {
  count,
  flag,
  listOf,
  object,
  oneOf,
  orNull,
  ref,
  type Schemas,
  text,
  timestamp,
} from '../docs/json-schema.ts';
import { answer, CONDITIONAL, type DocsOf, ID, noContent, pageOf } from '../docs/route-docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  createToken: {
    summary: 'Create a token',
    group: 'Tokens',
    description:
      'Without a user it is anonymous. By default it can be used once and expires in 24 hours; one for procurement can be used until it expires in 90 days. The role `support` makes impersonations alone.',
    request: 'TokenRequest',
    answers: {
      201: answer('TokenWithString', 'The token, with its string.'),
      200: answer('TokenWithString', 'The same token again, for the same `Idempotency-Key` and body.'),
    },
    problems: ['user_not_found', 'user_disabled', 'idempotency_conflict'],
    headers: ['Idempotency-Key'],
  },
  listTokens: {
    summary: 'List tokens',
    group: 'Tokens',
    description: 'All filters can be combined. Deleted tokens never appear.',
    answers: { 200: pageOf('Token') },
    problems: ['invalid_cursor'],
  },
  getToken: {
    summary: 'Get a token',
    group: 'Tokens',
    id: ID,
    answers: { 200: answer('Token', 'The token.') },
    problems: ['token_not_found', 'version_mismatch'],
    headers: ['If-Match'],
  },
  updateToken: {
    summary: 'Change a token',
    group: 'Tokens',
    id: ID,
    description: 'An absent field stays as it is.',
    request: 'TokenChanges',
    answers: { 200: answer('Token', 'The token after the change.') },
    problems: ['token_not_found', 'version_mismatch'],
    headers: CONDITIONAL,
  },
  deleteToken: {
    summary: 'Delete a token',
    group: 'Tokens',
    id: ID,
    description:
      'It cannot be undone. The history stays. The role `support` deletes its own impersonations alone.',
    answers: { 204: noContent('The token is deleted.') },
    problems: ['token_not_found', 'version_mismatch'],
    headers: CONDITIONAL,
  },
  deleteTokens: {
    summary: 'Delete many tokens',
    group: 'Tokens',
    request: 'DeletionRequest',
    answers: { 200: answer('RemovedTokens', 'The outcome for each id.') },
  },
  rotateToken: {
    summary: 'Give a token a new string',
    group: 'Tokens',
    id: ID,
    description:
      'The string before is refused at once, or works for an overlap where the token is for procurement; another rotation ends an earlier overlap. With `userId` the token goes to another user.',
    request: 'RotateRequest',
    answers: { 200: answer('TokenWithString', 'The token, with its new string.') },
    problems: ['token_not_found', 'version_mismatch', 'user_not_found', 'user_disabled'],
    headers: CONDITIONAL,
  },
  revealToken: {
    summary: 'Reveal the string of a token',
    group: 'Tokens',
    id: ID,
    description: 'The history has an event of it.',
    request: 'NoFields',
    answers: { 200: answer('TokenString', 'The string.') },
    problems: ['token_not_found'],
  },
  revokeTokenSessions: {
    summary: 'Revoke all sessions of a token',
    group: 'Tokens',
    id: ID,
    request: 'NoFields',
    answers: { 204: noContent('The sessions are over.') },
    problems: ['token_not_found', 'version_mismatch'],
    headers: CONDITIONAL,
  },
  listTokenEvents: {
    summary: 'List the events of a token',
    group: 'Tokens',
    id: ID,
    description: 'Newest first. An event appears within 5 seconds. The events of a deleted token stay.',
    answers: { 200: pageOf('HistoryEvent') },
    problems: ['token_not_found', 'invalid_cursor'],
  },
  redeemToken: {
    summary: 'Redeem a token',
    group: 'Sessions',
    description:
      'The refusal is the same for every reason; the history has the reason. The same `attemptId` within two minutes is the same attempt.',
    request: 'RedeemRequest',
    fields: {
      token: 'The string of the login token: a secret.',
      attemptId: 'Names this attempt, so that the caller can repeat it when no answer came.',
      ip: 'The IP address of the visitor, for the history.',
      userAgent: 'The browser of the visitor, for the history.',
    },
    answers: { 200: answer('SignIn', 'The session, with its user and token.') },
    problems: ['token_refused'],
  },
};

const token = {
  id: text('Names the token. It is no secret, and logs nobody in.'),
  status: ref('Status'),
  user: orNull(ref('TokenUser')),
  purpose: ref('Purpose'),
  expiresAt: orNull(timestamp('When the token expires; null: never.')),
  oneTimeUse: flag('Whether the token has one use; the same as `maxUses` 1.'),
  maxUses: orNull(count('How often the token can be used; null: without limit until it expires.')),
  uses: count(
    'How often the present string was used, and the one before it during an overlap: a rotation starts again.',
  ),
  previousUntil: orNull(
    timestamp('Until when the string before the last rotation works too; null: it does not.'),
  ),
  extra: orNull(text('A note of administrators.')),
  reason: orNull(text('Why the token was created.')),
  successfulAttempts: count('How often the token logged in.'),
  failedAttempts: count('How often the token was refused.'),
  lastAccessedAt: orNull(timestamp('When the token last logged in.')),
  createdAt: timestamp('When the token was created.'),
  updatedAt: timestamp('When an administrator last changed the token.'),
  createdBy: ref('Actor'),
  limitedTo: orNull(
    listOf(
      text(),
      'E-mail domains of the limited principals that made, rotated or revealed the present string: it logs its user in only with an address in these. A limited principal sees those of its own; null: not limited.',
    ),
  ),
  version,
};

const string = {
  token: text('The string of 64 characters that logs in: a secret.'),
  loginUrl: text('The link that contains the string.'),
  callbackUrl: orNull(
    text('Where the link takes people, by the settings; null: not set, and nobody arrives with the link.'),
  ),
};

export const schemas: Schemas = {
  Status: oneOf(STATUSES, 'Derived: whether a token can be used now, and if not, why.'),
  Purpose: oneOf(
    PURPOSES,
    'What a token is for. The session of an impersonation names the administrator and the reason.',
  ),
  Sort: oneOf(SORTS),
  SettableStatus: oneOf(['active', 'disabled'], 'Whether a token is enabled.', 'SET'),
  TokenUser: object(
    {
      id: text('The id of the user.'),
      type: orNull(ref('UserType')),
      name: orNull(text('The name of the user; null: the user is deleted.')),
      email: orNull(text('The e-mail address of the user.')),
    },
    {
      maybe: { deleted: flag('True: the user is deleted. Absent otherwise.') },
      description: 'The user whom a token logs in. Of a deleted user there is the id alone.',
    },
  ),
  Token: object(token, { description: 'A login token, without its secret.' }),
  TokenString: object(string, { description: 'The string that logs in. Every holder of it is let in.' }),
  TokenWithString: object(
    { ...token, ...string },
    { description: 'A token with the string that its creation or rotation yielded.' },
  ),
  RemovedTokens: object({
    deleted: listOf(text(), 'Ids of tokens that are deleted.'),
    notFound: listOf(text(), 'Ids of no token.'),
    failed: listOf(text(), 'Ids of tokens that may not be deleted yet: it is safe to ask again.'),
  }),
};
