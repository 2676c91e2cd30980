import type { ProblemCode } from '../http/problem.ts';
import { type JsonSchema, listOf, object, orNull, ref, text } from '../docs/json-schema.ts';

/** What a route is for, and what it answers: beside what its declaration and its schemas say already. */
export type Said = {
  summary: string;
  /** A heading of the reference. */
  group: 'Tokens' | 'Sessions' | 'Users' | 'Keys' | 'Settings' | 'History' | 'Pages' | 'Service';
  description?: string;
  /** What clients call the body. */
  request?: string;
  /** By status: what is answered, as JSON where a schema is given. */
  answers: Readonly<Record<number, { description: string; schema?: JsonSchema; type?: string }>>;
  /** Refusals that are its own. */
  problems?: readonly ProblemCode[];
  /** Headers that it looks at. */
  headers?: readonly ('Idempotency-Key' | 'If-Match' | 'If-None-Match')[];
};

const one = (name: string, description: string) => ({ description, schema: ref(name) });
const NOTHING = { description: 'It is done.' };
const pageOf = (name: string) => ({
  description: 'A page of the list.',
  schema: object({ items: listOf(ref(name)), nextCursor: orNull(text('null: there are no more.')) }),
});
const page = (description: string) => ({ description, type: 'text/html' });

const DOOR: Said['answers'] = {
  303: { description: 'To the storefront, with a code to exchange.' },
};

const DOOR_PROBLEMS = ['invalid_request', 'token_refused', 'not_ready'] as const;

/** By method and path. A test holds it against the list of routes. */
export const OPERATIONS: Readonly<Record<string, Said>> = {
  'POST /tokens': {
    summary: 'Make a token',
    group: 'Tokens',
    description:
      'Without a user it is anonymous. By default it can be used once and expires in 24 hours; one for procurement can be used until it expires in 90 days.',
    request: 'TokenRequest',
    answers: {
      201: one('TokenWithString', 'The token, with its string.'),
      200: one('TokenWithString', 'The same token again, for the same `Idempotency-Key` and body.'),
    },
    problems: ['user_not_found', 'user_disabled', 'idempotency_conflict'],
    headers: ['Idempotency-Key'],
  },
  'GET /tokens': {
    summary: 'Find tokens',
    group: 'Tokens',
    description: 'All filters can be combined. Deleted tokens never appear.',
    answers: { 200: pageOf('Token') },
    problems: ['invalid_cursor'],
  },
  'GET /tokens/{id}': {
    summary: 'Get a token',
    group: 'Tokens',
    answers: { 200: one('Token', 'The token.') },
    problems: ['token_not_found'],
  },
  'PATCH /tokens/{id}': {
    summary: 'Change a token',
    group: 'Tokens',
    description: 'What is left out stays as it is.',
    request: 'TokenChanges',
    answers: { 200: one('Token', 'The token as it is now.') },
    problems: ['token_not_found', 'version_mismatch'],
    headers: ['If-Match'],
  },
  'DELETE /tokens/{id}': {
    summary: 'Delete a token',
    group: 'Tokens',
    description: 'It cannot be undone. The history stays.',
    answers: { 204: NOTHING },
    problems: ['token_not_found', 'version_mismatch'],
    headers: ['If-Match'],
  },
  'POST /tokens/delete': {
    summary: 'Delete many tokens',
    group: 'Tokens',
    answers: { 200: one('RemovedTokens', 'What became of each.') },
  },
  'POST /tokens/{id}/rotate': {
    summary: 'Give a token a new string',
    group: 'Tokens',
    description: 'The old one is refused at once. With `userId` it goes to another user.',
    request: 'RotateRequest',
    answers: { 200: one('TokenWithString', 'The token, with its new string.') },
    problems: ['token_not_found', 'version_mismatch', 'user_not_found', 'user_disabled'],
    headers: ['If-Match'],
  },
  'POST /tokens/{id}/reveal': {
    summary: 'Reveal the string of a token',
    group: 'Tokens',
    description: 'It leaves an event.',
    answers: { 200: one('TokenString', 'The string.') },
    problems: ['token_not_found'],
  },
  'POST /tokens/{id}/sessions/revoke': {
    summary: 'End all sessions of a token',
    group: 'Tokens',
    answers: { 204: NOTHING },
    problems: ['token_not_found', 'version_mismatch'],
    headers: ['If-Match'],
  },
  'GET /tokens/{id}/events': {
    summary: 'What happened to a token',
    group: 'Tokens',
    description: 'Newest first, within 5 seconds of what it tells, and of a deleted token too.',
    answers: { 200: pageOf('HistoryEvent') },
    problems: ['token_not_found', 'invalid_cursor'],
  },
  'POST /tokens/redeem': {
    summary: 'Log in whoever holds a token',
    group: 'Sessions',
    description:
      'The refusal is the same whatever the reason, which is in the history. The same `attemptId` within two minutes is the same attempt.',
    request: 'RedeemRequest',
    answers: { 200: one('SignIn', 'The session, and whom it logs in.') },
    problems: ['token_refused'],
  },
  'POST /sessions/exchange': {
    summary: 'Exchange the code of the login page',
    group: 'Sessions',
    request: 'ExchangeRequest',
    answers: { 200: one('Exchange', 'The session, and whom it logs in.') },
    problems: ['code_refused'],
  },
  'POST /sessions/introspect': {
    summary: 'Whether a session goes on',
    group: 'Sessions',
    description: 'RFC 7662.',
    answers: { 200: one('Introspection', 'Its claims, or that it does not.') },
  },
  'POST /sessions/revoke': {
    summary: 'End a session',
    group: 'Sessions',
    description: 'RFC 7009.',
    answers: { 200: { description: 'It is over.' } },
  },
  'GET /.well-known/jwks.json': {
    summary: 'The keys that verify sessions',
    group: 'Sessions',
    description: 'RFC 7517. They may be kept for five minutes.',
    answers: {
      200: { description: 'The keys.', schema: object({ keys: listOf({ type: 'object' }) }) },
    },
  },
  'GET /login': {
    summary: 'The page that a link opens',
    group: 'Pages',
    answers: { 200: page('A page with a button.'), ...DOOR },
    problems: DOOR_PROBLEMS,
  },
  'HEAD /login': {
    summary: 'Whether a link opens a page',
    group: 'Pages',
    answers: { 200: { description: 'It does.' } },
    problems: ['invalid_request'],
  },
  'POST /login': {
    summary: 'Where the button of the page leads',
    group: 'Pages',
    answers: { ...DOOR, 200: page('A page that says what is wrong.') },
    problems: DOOR_PROBLEMS,
  },
  'GET /punchout/oci': {
    summary: 'The door of procurement systems (OCI)',
    group: 'Pages',
    answers: DOOR,
    problems: DOOR_PROBLEMS,
  },
  'POST /punchout/oci': {
    summary: 'The door of procurement systems (OCI), as a form',
    group: 'Pages',
    answers: DOOR,
    problems: DOOR_PROBLEMS,
  },
  'POST /punchout/cxml': {
    summary: 'Set up a punch-out (cXML)',
    group: 'Pages',
    answers: { 200: { description: 'A PunchOutSetupResponse.', type: 'text/xml' } },
    problems: ['not_ready', 'unauthenticated', 'user_not_found', 'user_disabled'],
  },
  'GET /punchout/cxml': {
    summary: 'The start page of a punch-out (cXML)',
    group: 'Pages',
    answers: DOOR,
    problems: DOOR_PROBLEMS,
  },
  'PUT /users/{id}': {
    summary: 'Make or replace a user',
    group: 'Users',
    description: 'An absent `disabled` leaves that as it is; anything else that is absent is taken away.',
    request: 'UserRequest',
    answers: { 200: one('User', 'The user, replaced.'), 201: one('User', 'The user, made.') },
    problems: ['user_not_found', 'version_mismatch'],
    headers: ['If-Match', 'If-None-Match'],
  },
  'GET /users/{id}': {
    summary: 'Get a user',
    group: 'Users',
    answers: { 200: one('User', 'The user.') },
    problems: ['user_not_found'],
  },
  'DELETE /users/{id}': {
    summary: 'Delete a user',
    group: 'Users',
    description: 'Their tokens are refused from then on, and stay refused when the id is used again.',
    answers: { 204: NOTHING },
    problems: ['user_not_found', 'version_mismatch'],
    headers: ['If-Match'],
  },
  'POST /users/{id}/sessions/revoke': {
    summary: 'End all sessions of a user',
    group: 'Users',
    answers: { 204: NOTHING },
    problems: ['user_not_found', 'version_mismatch'],
    headers: ['If-Match'],
  },
  'GET /users': {
    summary: 'Find users',
    group: 'Users',
    description:
      'By the beginning of a word of the name, or of the e-mail address, without regard to case or accents.',
    answers: { 200: pageOf('User') },
    problems: ['invalid_cursor'],
  },
  'POST /keys': {
    summary: 'Make an API key',
    group: 'Keys',
    description: 'Nobody makes one that may more than they may themselves.',
    request: 'KeyRequest',
    answers: { 201: one('KeyWithString', 'The key, with its string, once.') },
    problems: ['user_not_found'],
  },
  'GET /keys': {
    summary: 'List API keys',
    group: 'Keys',
    answers: { 200: pageOf('Key') },
    problems: ['invalid_cursor'],
  },
  'DELETE /keys/{id}': {
    summary: 'Delete an API key',
    group: 'Keys',
    description: 'It is refused everywhere within 60 seconds.',
    answers: { 204: NOTHING },
    problems: ['key_not_found', 'version_mismatch'],
    headers: ['If-Match'],
  },
  'GET /settings': {
    summary: 'Get the settings',
    group: 'Settings',
    answers: { 200: one('Settings', 'The settings that are in force.') },
  },
  'PUT /settings': {
    summary: 'Set all settings',
    group: 'Settings',
    description: 'What is left out is as the deployment has it from then on.',
    request: 'SettingsRequest',
    answers: { 200: one('Settings', 'The settings as they are now.') },
    problems: ['version_mismatch'],
    headers: ['If-Match'],
  },
  'GET /events': {
    summary: 'Who did what, when, and from where',
    group: 'History',
    description: 'Newest first.',
    answers: { 200: pageOf('HistoryEvent') },
    problems: ['invalid_cursor'],
  },
  'GET /statistics': {
    summary: 'How many tokens were made, and attempts ended how',
    group: 'History',
    answers: { 200: { description: 'One for each hour or day.', schema: listOf(ref('StatisticsBucket')) } },
  },
  'GET /health': {
    summary: 'Whether the service answers',
    group: 'Service',
    answers: { 200: { description: 'It does.', schema: object({ status: { const: 'ok' } }) } },
  },
  'GET /me': {
    summary: 'Who calls',
    group: 'Service',
    answers: { 200: one('Principal', 'The calling principal.') },
  },
  'GET /sign-in': {
    summary: 'How administrators sign in',
    group: 'Service',
    answers: { 200: one('SignInOptions', 'What a console has to know.') },
  },
  'GET /': {
    summary: 'The way to the console, or to this document where there is none',
    group: 'Service',
    answers: { 302: { description: 'To the console, or to this document for people.' } },
  },
  'GET /openapi.json': {
    summary: 'This document',
    group: 'Service',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: { type: 'object' } } },
  },
  'GET /docs': {
    summary: 'This document, for people',
    group: 'Service',
    answers: { 200: page('A page.') },
  },
};
