import { ROLE_PERMISSIONS } from '../../shared/principal/role.ts';
import {
  count,
  listOf,
  object,
  oneOf,
  only,
  orNull,
  ref,
  type Schemas,
  text,
  timestamp,
} from '../docs/json-schema.ts';
import { answer, type DocsOf, page } from '../docs/route-docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  getStatistics: {
    summary: 'Count tokens and attempts by hour or day',
    group: 'History',
    answers: { 200: { description: 'One for each hour or day.', schema: listOf(ref('StatisticsBucket')) } },
  },
  getHealth: {
    summary: 'Check that the service answers',
    group: 'Service',
    answers: { 200: { description: 'It does.', schema: ref('Health') } },
  },
  getMe: {
    summary: 'Get the calling principal',
    group: 'Service',
    answers: { 200: answer('Principal', 'The calling principal.') },
  },
  getSignIn: {
    summary: 'Get how administrators sign in',
    group: 'Service',
    answers: { 200: answer('SignInOptions', 'The configuration of a console.') },
  },
  getHome: {
    summary: 'Redirect to the console, or to the reference where there is none',
    group: 'Service',
    answers: { 302: { description: 'To `/console/` or `/docs`.' } },
  },
  getOpenapi: {
    summary: 'Get this document',
    group: 'Service',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: { type: 'object' } } },
  },
  getDocs: {
    summary: 'Get this document as a page',
    group: 'Service',
    answers: { 200: page('The reference.') },
  },
};

export const schemas: Schemas = {
  Permission: oneOf([...new Set(Object.values(ROLE_PERMISSIONS).flat())]),
  Bucket: oneOf(['hour', 'day']),
  StatisticsBucket: object({
    start: timestamp('The start of the hour, or of the day in UTC.'),
    created: count('Tokens that were created.'),
    redeemed: count('Attempts that logged in.'),
    refused: count('Attempts that were refused.'),
    deleted: count('Tokens that were deleted.'),
  }),
  Principal: object({
    id: text('The id with its kind as a prefix: `key:` of an API key, `oidc:` of an identity.'),
    name: text('The name of the key, or of the identity.'),
    role: ref('Role'),
    permissions: listOf(ref('Permission'), 'The permissions of the role.'),
    domains: orNull(listOf(text(), 'E-mail domains that the principal is limited to; null: not limited.')),
  }),
  SignInOptions: object({ oidc: orNull(ref('OidcProvider')) }),
  OidcProvider: object(
    {
      issuer: text('The issuer of the provider.'),
      clientId: text('The client id of the console.'),
      scope: text('The scope to ask for.'),
    },
    { description: 'The OpenID Connect provider of administrators; null: they sign in with API keys alone.' },
  ),
  Health: object({ status: only('ok') }),
};
