import { HISTORY_TYPES } from '../../shared/event/event-types.ts';
import { ROLE_PERMISSIONS, ROLES } from '../../shared/principal/role.ts';
import { LINK_STYLES } from '../../shared/settings/settings.ts';
import { SORTS } from '../../shared/token/filter.ts';
import { PURPOSES, STATUSES } from '../../shared/token/token.ts';
import { USER_TYPES } from '../../shared/user/user.ts';
import { PROBLEMS } from '../http/problem.ts';
import { count, flag, type JsonSchema, listOf, object, orNull, ref, text, timestamp } from '../docs/json-schema.ts';
import { procurementSchemas } from './procurement-schemas.ts';

/** The closed sets of the API, by the names that clients know them by. */
export const SETS: Readonly<Record<string, readonly string[]>> = {
  Status: STATUSES,
  Purpose: PURPOSES,
  UserType: USER_TYPES,
  Role: ROLES,
  Permission: [...new Set(Object.values(ROLE_PERMISSIONS).flat())],
  Sort: SORTS,
  HistoryType: HISTORY_TYPES,
  ProblemCode: Object.keys(PROBLEMS),
};

const SAID_OF_SETS: Readonly<Record<string, string>> = {
  Status: 'Derived: whether a token can be used now, and if not, why.',
  Purpose: 'What a token is for. An impersonation shows who acts as the user, and why.',
  HistoryType: 'What happened to a token, a user, a key or the settings.',
  ProblemCode: 'Closed: new codes come with a new version.',
};

const version = count(
  'Rises with every change by an administrator. The entity tag is the same in quotation marks.',
);

const token = {
  id: text('Names the token. It is no secret, and logs nobody in.'),
  status: ref('Status'),
  user: orNull(ref('TokenUser')),
  purpose: ref('Purpose'),
  expiresAt: orNull(timestamp('null: never.')),
  oneTimeUse: flag('Whether it can be used once; the same as `maxUses` 1.'),
  maxUses: orNull(count('null: as often as one likes until it expires.')),
  uses: count('How often the present string was used: rotating starts it again.'),
  extra: orNull(text('What administrators have noted.')),
  reason: orNull(text('Why it was made.')),
  successfulAttempts: count('How often it logged somebody in.'),
  failedAttempts: count('How often it was refused.'),
  lastAccessedAt: orNull(timestamp('When it last logged somebody in.')),
  createdAt: timestamp(),
  updatedAt: timestamp('When an administrator last changed it.'),
  createdBy: ref('Actor'),
  version,
};

const string = {
  token: text('The string of 64 characters that logs in: a secret.'),
  loginUrl: text('The link that holds it.'),
};

const key = {
  id: text(),
  name: text(),
  role: ref('Role'),
  domains: orNull(listOf(text(), 'E-mail domains that the key is limited to; null: not limited.')),
  identity: orNull(text('Of a procurement system, in its cXML documents.')),
  domain: orNull(text('Of that identity.')),
  userId: orNull(
    text('Whom the procurement system logs in; null: a user of the domains, by e-mail address.'),
  ),
  expiresAt: orNull(timestamp('null: never.')),
  createdAt: timestamp(),
  createdBy: ref('Actor'),
  version,
};

const signIn = {
  session: ref('Session'),
  user: orNull(ref('User')),
  token: ref('Token'),
};
const impersonation = { impersonation: ref('Impersonation') };

const settings = {
  appUrl: text('Where links lead.'),
  callbackUrl: orNull(
    text('Where people are taken who are signed in; null: nobody has said, and no link works.'),
  ),
  allowedReturnUrls: listOf(text(), 'Where else a link may take people.'),
  shopName: orNull(text('Shown on pages.')),
  helpUrl: orNull(text('Where pages send those whose link does not work.')),
  supportEmail: orNull(text('Whom these can write to.')),
  sessionLifetime: count('Seconds.'),
  impersonationLifetime: count('Seconds.'),
  linkStyle: {
    enum: LINK_STYLES,
    description: 'Whether links hold the token in the query or in the fragment.',
  },
  tokenRetentionDays: count('Days that a token is kept after its end.'),
  frameAncestors: listOf(text(), 'Origins that may show the pages in a frame.'),
  version: count('0 before anybody has set any.'),
  updatedAt: orNull(timestamp()),
};

const SESSION_CLAIMS = {
  always: {
    iss: text(),
    sub: text('The id of the user.'),
    aud: text('The storefront that the session is for.'),
    iat: count('Epoch seconds.'),
    exp: count('Epoch seconds.'),
    sid: text('The id of the session.'),
    auth_time: count('Epoch seconds.'),
    amr: listOf(text()),
    purpose: ref('Purpose'),
    token_id: text(),
  },
  maybe: { incarnation: text(), act: object({ sub: text(), name: text() }) },
};

/** What the API answers, by the names that clients know it by. Tests hold every answer of the API against it. */
export const ANSWER_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ...Object.fromEntries(
    Object.entries(SETS).map(([name, values]) => [
      name,
      { type: 'string', enum: values, ...(SAID_OF_SETS[name] && { description: SAID_OF_SETS[name] }) },
    ]),
  ),
  Actor: object(
    {
      id: text('With its kind as a prefix: `key:` of an API key, `oidc:` of an identity.'),
      name: text(),
    },
    { description: 'Who did something, as they were called then.' },
  ),
  TokenUser: {
    description: 'Whom a token logs in. Of a deleted user there is the id alone.',
    oneOf: [
      object({
        id: text(),
        type: ref('UserType'),
        name: text(),
        email: orNull(text()),
      }),
      object({
        id: text(),
        type: { type: 'null' },
        name: { type: 'null' },
        email: { type: 'null' },
        deleted: { const: true },
      }),
    ],
  },
  Token: object(token, { description: 'A login token, without its secret.' }),
  TokenString: object(string, { description: 'What logs in. Whoever has it is let in.' }),
  TokenWithString: object(
    { ...token, ...string },
    { description: 'A token with the string that its making or rotating has yielded.' },
  ),
  RemovedTokens: object({
    deleted: listOf(text()),
    notFound: listOf(text()),
    failed: listOf(text(), 'Not tried, or not done: it is safe to ask again.'),
  }),
  User: object({
    id: text('The one that the caller gave.'),
    type: ref('UserType'),
    name: text(),
    email: orNull(text()),
    phone: orNull(text()),
    locale: orNull(text('A language tag (BCP 47).')),
    disabled: flag('Whether tokens of the user are refused.'),
    createdAt: timestamp(),
    updatedAt: timestamp(),
    version,
  }),
  Key: object(key, { description: 'An API key, without its secret.' }),
  KeyWithString: object({
    ...key,
    key: text('The string of 64 characters that proves who calls: a secret.'),
  }),
  HistoryEvent: object({
    id: text(),
    type: ref('HistoryType'),
    at: timestamp(),
    by: ref('Actor'),
    ip: orNull(text('The address that it was done from.')),
    userAgent: orNull(text()),
    reason: orNull(text('Why a token was refused, or what the administrator gave.')),
    actor: orNull(ref('Actor')),
    tokenId: orNull(text()),
    userId: orNull(text()),
    keyId: orNull(text()),
  }),
  StatisticsBucket: object({
    start: timestamp('Of the hour, or of the day in UTC.'),
    created: count('Tokens that were made.'),
    redeemed: count('Attempts that logged somebody in.'),
    refused: count('Attempts that did not.'),
    deleted: count('Tokens that were deleted.'),
  }),
  Settings: object(settings),
  Principal: object({
    id: text(),
    name: text(),
    role: ref('Role'),
    permissions: listOf(ref('Permission')),
    domains: orNull(listOf(text(), 'E-mail domains that the principal is limited to; null: not limited.')),
  }),
  SignInOptions: object({
    oidc: orNull({
      ...object({ issuer: text(), clientId: text(), scope: text() }),
      description: 'The OpenID Connect provider of administrators; null: there are API keys alone.',
    }),
  }),
  Session: object({
    id: text(),
    accessToken: text('A JWT, which the keys at `/.well-known/jwks.json` verify: a secret.'),
    tokenType: { const: 'Bearer' },
    expiresAt: timestamp(),
  }),
  Impersonation: object(
    { actor: ref('Actor'), reason: text() },
    { description: 'Who acts as the user, and why.' },
  ),
  SignIn: object(signIn, { maybe: impersonation, description: 'What a successful attempt yields.' }),
  Exchange: object(signIn, {
    maybe: {
      ...impersonation,
      procurement: { oneOf: [ref('OciProcurement'), ref('CxmlProcurement')] },
    },
    description: 'What a code yields. `procurement` is there when a procurement system sent the person.',
  }),
  ...procurementSchemas,
  SessionClaims: object(SESSION_CLAIMS.always, {
    maybe: SESSION_CLAIMS.maybe,
    description: 'The claims of an access token (RFC 9068).',
  }),
  Introspection: {
    description: 'The claims of a session that goes on, and nothing of any other (RFC 7662, section 2.2).',
    oneOf: [
      object(
        { active: { const: true }, token_type: { const: 'Bearer' }, ...SESSION_CLAIMS.always },
        { maybe: SESSION_CLAIMS.maybe },
      ),
      object({ active: { const: false } }),
    ],
  },
  Problem: object(
    {
      type: text(),
      title: text('What kind of problem it is.'),
      status: { type: 'integer' },
      code: ref('ProblemCode'),
      detail: text('What is wrong with this request, and what to do.'),
      requestId: text('Finds the request in the log.'),
    },
    { maybe: { errors: listOf(ref('FieldError')) }, description: 'RFC 9457.' },
  ),
  FieldError: object({
    pointer: text('A JSON Pointer (RFC 6901) into the body, or `/name` of a query parameter.'),
    detail: text('Completes «this field …».'),
  }),
};
