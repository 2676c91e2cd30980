import { type JsonSchema, ref } from '../docs/json-schema.ts';
import { REQUEST_HEADERS, type RouteDocs } from '../docs/route-docs.ts';
import { oauthCodeOf } from '../http/oauth-error.ts';
import { PROBLEMS } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { DOCUMENTED_ROUTES, type DocumentedRoute, SCHEMAS } from './docs.ts';
import { problemsOf } from './problems-of.ts';
import { queryParameters, requestSchema } from './request-schema.ts';

const BODY_TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'text/xml',
} as const;

export type Operation = {
  summary: string;
  operationId: string;
  tags: [RouteDocs['group']];
  description?: string;
  security: readonly object[];
  parameters?: readonly {
    name: string;
    in: string;
    required: boolean;
    description?: string;
    schema: JsonSchema;
  }[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, Response>;
};
type Response = {
  description: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  content?: Record<string, { schema?: JsonSchema }>;
};
export type OpenApiDocument = ReturnType<typeof openApiDocument>;

/** The OpenAPI 3.1 document of all routes, which are served at `url`. */
export function openApiDocument(url: string) {
  const paths: Record<string, Record<string, Operation>> = {};
  const requests: Record<string, JsonSchema> = {};
  for (const documented of DOCUMENTED_ROUTES) {
    const { route, docs } = documented;
    if (docs.request && route.body) requests[docs.request] = bodySchema(route.body, docs);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(documented) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Login Tokens',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Login tokens for web shops, mailboxes and apps: create, redeem, count and review them. ' +
        'Texts that are kept hold no string of a token or a key, and no invisible characters. ' +
        'What is served by GET answers HEAD with the same headers and without a body.',
    },
    servers: [{ url }],
    paths,
    components: {
      schemas: { ...SCHEMAS, ...requests },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key. Administrative routes take an access token of the OpenID Connect provider, too.',
        },
        clientSecretBasic: {
          type: 'http',
          scheme: 'basic',
          description:
            '`client_secret_basic` (RFC 6749, section 2.3.1): the id of a storefront’s key, and the key. A request without ' +
            'header can have them as `client_id` and `client_secret` in its form (`client_secret_post`).',
        },
      },
    },
  };
}

const bodySchema = (body: NonNullable<Route['body']>, { fields }: RouteDocs): JsonSchema =>
  requestSchema(body(), SCHEMAS, fields);

function operationOf({ name: operationId, route, docs }: DocumentedRoute): Operation {
  const { summary, group, description } = docs;
  const parameters = [
    ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      schema: docs.id ?? { type: 'string' },
    })),
    ...(route.query ? queryParameters(route.query(), SCHEMAS) : []),
    ...(docs.headers ?? []).map((name) => ({
      name,
      in: 'header',
      required: false,
      ...REQUEST_HEADERS[name],
    })),
  ];
  const requestBody = bodyOf(route, docs);
  const permission = !['public', 'authenticated'].includes(route.permission);
  const sentences = [
    description,
    permission && `Requires the permission \`${route.permission}\`.`,
    route.unlimitedOnly && 'Not for a principal that is limited to domains.',
  ].filter(Boolean);
  return {
    summary,
    operationId,
    tags: [group],
    ...(sentences.length > 0 && { description: sentences.join(' ') }),
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: responsesOf(route, docs),
  };
}

/** At an OAuth endpoint the form can hold the credentials, so no header is required. */
const securityOf = ({ permission, oauth }: Route): readonly object[] =>
  permission === 'public' ? [] : [{ bearer: [] }, ...(oauth ? [{ clientSecretBasic: [] }, {}] : [])];

function bodyOf({ body, bodyType = 'json', bodyOptional }: Route, docs: RouteDocs) {
  const type = BODY_TYPES[bodyType];
  if (body) {
    const schema = docs.request ? ref(docs.request) : bodySchema(body, docs);
    return { required: !bodyOptional, content: { [type]: { schema } } };
  }
  if (bodyType === 'json') return undefined;
  const schema = { type: bodyType === 'xml' ? 'string' : 'object' };
  return { required: true, content: { [type]: { schema } } };
}

function responsesOf(route: Route, docs: RouteDocs): Operation['responses'] {
  const successes = Object.entries(docs.answers).map(([status, { description, schema, type }]) => {
    const content = schema ? { 'application/json': { schema } } : type ? { [type]: {} } : undefined;
    return [status, { description, ...(content && { content }) }] as const;
  });
  const content = docs.problemType
    ? { [docs.problemType]: {} }
    : route.oauth
      ? { 'application/json': { schema: ref('OAuthError') } }
      : { 'application/problem+json': { schema: ref('Problem') } };
  const byStatus = Map.groupBy(problemsOf(route, docs), (code) => PROBLEMS[code].status);
  const refusals = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => {
      const description = codes
        .map((code) => `\`${route.oauth ? oauthCodeOf(code) : code}\`: ${PROBLEMS[code].title}.`)
        .join(' ');
      return [status, { description, ...(status === 503 && RETRY_AFTER), content }] as const;
    });
  return Object.fromEntries([...successes, ...refusals, [429, TOO_MANY_REQUESTS]]);
}

const RETRY_AFTER = {
  headers: {
    'Retry-After': {
      description: 'Seconds to wait before the next try. Wait one second or longer where it is absent.',
      schema: { type: 'integer', minimum: 0 },
    },
  },
};

/** API Gateway and a web ACL throttle before the service sees a request, and have a body of their own. */
const TOO_MANY_REQUESTS: Response = {
  description: 'Too many requests. Nothing was changed: send it again later.',
  ...RETRY_AFTER,
  content: { 'application/json': { schema: ref('GatewayError') } },
};
