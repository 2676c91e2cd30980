import { comment, objectText, type Schema, typeText } from './type-text.ts';

type Content = Readonly<Record<string, { schema?: Schema }>>;
type Answer = { $ref?: string; content?: Content };
type Parameter = { name: string; in: string; required?: boolean; description?: string; schema?: Schema };
export type Operation = {
  parameters?: readonly Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Readonly<Record<string, Answer>>;
};
export type Document = {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: { schemas: Readonly<Record<string, Schema>> };
};

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** The names of the types of query strings. */
const QUERIES: Readonly<Record<string, string>> = {
  'GET /tokens': 'TokenQuery',
  'GET /tokens/{id}/events': 'TokenEventQuery',
  'GET /users': 'UserQuery',
  'GET /keys': 'KeyQuery',
  'GET /principals/offboarded': 'OffboardedQuery',
  'GET /events': 'EventQuery',
  'GET /statistics': 'StatisticsQuery',
};

/** Generates TypeScript for the schemas and operations of an OpenAPI 3.1 document, unformatted. */
export function apiTypes({ paths, components }: Document): string {
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `${comment(schema.description)}export type ${name} = ${typeText(schema)};\n`,
  );
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ name: `${method.toUpperCase()} ${path}`, operation }] : [];
    }),
  );
  const forPrograms = operations.filter(({ operation }) => successOf(operation) !== undefined);
  const queries = forPrograms.flatMap(({ name, operation }) => {
    const text = queryText(operation);
    return text === undefined ? [] : [`export type ${queryName(name)} = ${text};\n`];
  });
  const rows = forPrograms.map(({ name, operation }) => `'${name}': ${operationText(name, operation)};\n`);
  return [
    ...schemas,
    ...queries,
    `/** The request and the answer of every operation, by method and path. */\n`,
    `export type Operations = {\n${rows.join('')}};\n`,
  ].join('\n');
}

/** The type of a successful response. Undefined: the operation answers pages or redirects. */
function successOf({ responses }: Operation): string | undefined {
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const types = answers.map(([, { content }]) => {
    if (content === undefined) return 'undefined';
    const schema = content[JSON_TYPE]?.schema;
    return schema && typeText(schema);
  });
  return types.includes(undefined) || types.length === 0 ? undefined : [...new Set(types)].join(' | ');
}

function queryName(operation: string): string {
  const name = QUERIES[operation];
  if (name === undefined) throw new Error(`the query of ${operation} has no name`);
  return name;
}

function queryText({ parameters = [] }: Operation): string | undefined {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  if (query.length === 0) return undefined;
  return objectText({
    properties: Object.fromEntries(
      query.map(({ name, description, schema }) => [
        name,
        { ...schema, ...(description && { description }) },
      ]),
    ),
    required: query.filter(({ required }) => required).map(({ name }) => name),
  });
}

function operationText(name: string, operation: Operation): string {
  const { requestBody } = operation;
  const mark = requestBody?.required ? '' : '?';
  const body = requestBody?.content[JSON_TYPE]?.schema;
  const form = requestBody?.content[FORM_TYPE]?.schema;
  const members = [
    queryText(operation) && `query?: ${queryName(name)}`,
    body && `body${mark}: ${typeText(body)}`,
    form && `form${mark}: ${typeText(form)}`,
    `answer: ${successOf(operation)}`,
  ];
  return `{ ${members.filter(Boolean).join('; ')} }`;
}
