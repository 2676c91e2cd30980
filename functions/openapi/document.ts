import { PROBLEMS, type ProblemCode } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { type JsonSchema, ref } from '../docs/json-schema.ts';
import { OPERATIONS, type Said } from './operations.ts';
import { queryParameters, requestSchema } from './request-schema.ts';
import { ANSWER_SCHEMAS } from './schemas.ts';

const BODY_TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'text/xml',
} as const;

const HEADERS = {
  'Idempotency-Key':
    'Up to 64 visible characters, no secret. The same key and body give the same token for 24 hours.',
  'If-Match': 'The entity tag of the version that the change is meant for.',
  'If-None-Match': '`*`: create and do not replace.',
} as const;

export type Operation = {
  summary: string;
  operationId: string;
  tags: [Said['group']];
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
  responses: Record<string, { description: string; content?: Record<string, { schema?: JsonSchema }> }>;
};
export type OpenApiDocument = ReturnType<typeof openApiDocument>;

/** The OpenAPI 3.1 document of these routes, which are served at `url`. */
export function openApiDocument(routes: readonly Route[], url: string) {
  const paths: Record<string, Record<string, Operation>> = {};
  const requests: Record<string, JsonSchema> = {};
  for (const route of inOrder(routes)) {
    const said = saidOf(route);
    if (said.request && route.body) requests[said.request] = requestSchema(route.body());
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, said) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Login Tokens',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'Login tokens for web shops, mailboxes and apps: make, redeem, count and review them.',
    },
    servers: [{ url }],
    paths,
    components: {
      schemas: { ...ANSWER_SCHEMAS, ...requests },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key; for what administrators do, an access token of the OpenID Connect provider, too.',
        },
      },
    },
  };
}

/** As operations.ts has them: the members of a module come in another order from one runtime to the next. */
function inOrder(routes: readonly Route[]): Route[] {
  const names = Object.keys(OPERATIONS);
  const placeOf = ({ method, path }: Route) => names.indexOf(`${method} ${path}`);
  return routes.toSorted((one, other) => placeOf(one) - placeOf(other));
}

function saidOf({ method, path }: Route): Said {
  const said = OPERATIONS[`${method} ${path}`];
  if (!said) throw new Error(`nothing is said of ${method} ${path}`);
  return said;
}

function operationOf(route: Route, said: Said): Operation {
  const { summary, group, description } = said;
  const parameters = [
    ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(route.query ? queryParameters(route.query()) : []),
    ...(said.headers ?? []).map((name) => ({
      name,
      in: 'header',
      required: false,
      description: HEADERS[name],
      schema: { type: 'string' },
    })),
  ];
  const requestBody = bodyOf(route, said);
  const permission = !['public', 'authenticated'].includes(route.permission);
  const words = [description, permission && `Takes the permission \`${route.permission}\`.`].filter(Boolean);
  return {
    summary,
    operationId: operationId(route),
    tags: [group],
    ...(words.length > 0 && { description: words.join(' ') }),
    security: route.permission === 'public' ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: responsesOf(route, said),
  };
}

/** `GET /tokens/{id}/events`: `getTokensIdEvents`. */
const operationId = ({ method, path }: Route): string =>
  method.toLowerCase() + path.replace(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase());

function bodyOf({ body, bodyType = 'json', bodyOptional }: Route, { request }: Said) {
  const type = BODY_TYPES[bodyType];
  if (body) {
    const schema = request ? ref(request) : requestSchema(body());
    return { required: !bodyOptional, content: { [type]: { schema } } };
  }
  if (bodyType === 'json') return undefined;
  const schema = { type: bodyType === 'xml' ? 'string' : 'object' };
  return { required: true, content: { [type]: { schema } } };
}

function responsesOf(route: Route, { group, answers, problems = [] }: Said): Operation['responses'] {
  const good = Object.entries(answers).map(([status, { description, schema, type }]) => {
    const content = schema ? { 'application/json': { schema } } : type ? { [type]: {} } : undefined;
    return [status, { description, ...(content && { content }) }] as const;
  });
  const codes = [...problemsOf(route), ...problems];
  const refusals = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort().map((status) => {
    const named = [...new Set(codes)].filter((code) => PROBLEMS[code].status === status);
    const description = named.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' ');
    return [status, { description, content: refusalOf(route, group) }];
  });
  return Object.fromEntries([...good, ...refusals]);
}

/** What people and procurement systems open tells them of a problem in a page or in a document of theirs. */
function refusalOf({ bodyType }: Route, group: Said['group']) {
  if (bodyType === 'xml') return { 'text/xml': {} };
  return group === 'Pages' ? { 'text/html': {} } : { 'application/problem+json': { schema: ref('Problem') } };
}

/** The problems that a route has in common with others like it. */
function problemsOf({ permission, body, bodyType, tolerant, siblings }: Route): ProblemCode[] {
  const hasBody = body !== undefined || bodyType !== undefined;
  return [
    ...(tolerant && !hasBody ? [] : (['invalid_request'] as const)),
    ...(permission === 'public' ? [] : (['unauthenticated'] as const)),
    'forbidden',
    ...(siblings ? (['method_not_allowed'] as const) : []),
    ...(hasBody ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
    'internal_error',
    'unavailable',
  ];
}
