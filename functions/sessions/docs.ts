import {
  count,
  flag,
  listOf,
  object,
  only,
  orNull,
  ref,
  type Schemas,
  text,
  timestamp,
} from '../docs/json-schema.ts';
import { answer, type DocsOf } from '../docs/route-docs.ts';
import { oauthCodeOf } from '../http/oauth-error.ts';
import { PROBLEMS, type ProblemCode } from '../http/problem.ts';
import { procurementSchemas } from './procurement-docs.ts';
import type * as routes from './routes.ts';

/** No schema of their own: generated Go would have `invalid_request` twice in one scope. */
const OAUTH_CODES = [
  ...new Set(Object.keys(PROBLEMS).map((code) => oauthCodeOf(code as ProblemCode))),
].sort();

export const docs: DocsOf<typeof routes> = {
  exchangeSession: {
    summary: 'Exchange the code of the login page for a session',
    group: 'Sessions',
    request: 'ExchangeRequest',
    fields: {
      code: 'The `code` that a door added to the URL of the storefront.',
      attemptId: 'Names this attempt, so that the caller can repeat it when no answer came.',
    },
    answers: { 200: answer('Exchange', 'The session, with its user and token.') },
    problems: ['code_refused'],
  },
  introspectSession: {
    summary: 'Introspect a session',
    group: 'Sessions',
    description: 'RFC 7662. Parameters that are not known are ignored.',
    request: 'AccessTokenForm',
    answers: { 200: answer('Introspection', 'The claims of an active session.') },
  },
  revokeSession: {
    summary: 'Revoke a session',
    group: 'Sessions',
    description: 'RFC 7009. Parameters that are not known are ignored.',
    request: 'AccessTokenForm',
    answers: { 200: { description: 'The session is over, or there was none.' } },
  },
  getAuthorizationServer: {
    summary: 'Get the metadata of the OAuth endpoints',
    group: 'Sessions',
    description: 'RFC 8414. Standard clients find introspection, revocation and the keys by it.',
    answers: { 200: answer('AuthorizationServer', 'The endpoints, and how clients authenticate there.') },
  },
  getJwks: {
    summary: 'Get the keys that verify sessions',
    group: 'Sessions',
    description: 'RFC 7517. They may be kept for five minutes.',
    answers: {
      200: answer('JwkSet', 'The keys.'),
    },
  },
};

const signIn = {
  session: ref('Session'),
  user: orNull(ref('User')),
  token: ref('Token'),
};
const impersonation = { impersonation: ref('Impersonation') };

const claims = {
  iss: text('The issuer: the `appUrl` of the deployment.'),
  sub: text('The id of the user. Of an anonymous token it begins with `anonymous:`.'),
  aud: text('The storefront that the session is for: the id of its API key.'),
  iat: count('When the login token was used, in epoch seconds: the same as `auth_time`.'),
  exp: count('When the session expires, in epoch seconds.'),
  sid: text('The id of the session.'),
  auth_time: count('When the login token was used, in epoch seconds.'),
  amr: listOf(text(), 'How the person was authenticated: `login_token`. RFC 8176 has no value for it.'),
  purpose: ref('Purpose'),
  token_id: text('The id of the login token.'),
};
const username = text('The same as `sub`; absent where it is anonymous.');
const maybeClaims = {
  incarnation: text('Tells the user from a later one of the same id.'),
  act: ref('ActorClaim'),
};

export const schemas: Schemas = {
  Session: object({
    id: text('Names the session.'),
    accessToken: text('A JWT, which the keys at `/.well-known/jwks.json` verify: a secret.'),
    tokenType: only('Bearer'),
    expiresAt: timestamp('When the session expires.'),
  }),
  Impersonation: object(
    { actor: ref('Actor'), reason: text('The reason that the administrator gave.') },
    { description: 'The administrator who acts as the user, and why.' },
  ),
  SignIn: object(signIn, { maybe: impersonation, description: 'The result of a successful attempt.' }),
  Exchange: object(signIn, {
    maybe: {
      ...impersonation,
      procurement: ref('Procurement'),
    },
    description: 'The result of an exchange. `procurement` is present after a punch-out.',
  }),
  ...procurementSchemas,
  SessionClaims: object(claims, {
    maybe: maybeClaims,
    description: 'The claims of an access token (RFC 9068).',
  }),
  ActorClaim: object(
    { sub: text('The id of the actor.'), name: text('The name of the actor.') },
    { description: 'The administrator who acts as the user (RFC 8693, section 4.1).' },
  ),
  Introspection: object(
    { active: flag('Whether the session is active.') },
    {
      maybe: { token_type: only('Bearer'), username, ...claims, ...maybeClaims },
      description: 'The claims of an active session, and nothing of any other (RFC 7662, section 2.2).',
    },
  ),
  JwkSet: object({ keys: listOf(ref('Jwk')) }, { description: 'RFC 7517, section 5.' }),
  Jwk: object(
    {
      kty: text('The type of the key.'),
      kid: text('Names the key; the header of an access token has it.'),
      use: text('`sig`.'),
      alg: text('The algorithm of signatures.'),
    },
    {
      maybe: { crv: text('The curve.'), x: text('Of the public point.'), y: text('Of the public point.') },
      description: 'A public key (RFC 7517, section 4).',
    },
  ),
  OAuthError: object(
    {
      error: text(`One of ${OAUTH_CODES.map((code) => `\`${code}\``).join(', ')}.`),
      error_description: text('What is wrong with this request, in ASCII.'),
    },
    { description: 'RFC 6749, section 5.2.' },
  ),
  AuthorizationServer: object(
    {
      issuer: text('The `iss` claim of access tokens.'),
      jwks_uri: text('The keys that verify sessions.'),
      introspection_endpoint: text('RFC 7662.'),
      introspection_endpoint_auth_methods_supported: listOf(text(), 'How clients authenticate there.'),
      revocation_endpoint: text('RFC 7009.'),
      revocation_endpoint_auth_methods_supported: listOf(text(), 'How clients authenticate there.'),
      response_types_supported: listOf(text(), 'None: there is no authorization endpoint.'),
      grant_types_supported: listOf(text(), 'None: there is no token endpoint.'),
      service_documentation: text('The reference.'),
    },
    { description: 'Authorization server metadata (RFC 8414).' },
  ),
};
