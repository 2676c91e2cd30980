import type { GenericIssue, GenericSchema } from 'valibot';
import { safeParse } from 'valibot';
import { parseJson } from './parse-json.ts';
import { type FieldError, Problem } from './problem.ts';
import type { Incoming, Middleware, Pairs } from './request.ts';
import type { BodyType, Route } from './route.ts';

/** Bytes. */
const BODY_LIMIT = { json: 32 * 1024, form: 32 * 1024, xml: 256 * 1024 } as const;

/** Turns query string and body into what the route's schemas say, or names every field that is wrong. */
export function parse(route: Route): Middleware {
  const query = route.query?.();
  const body = route.body?.();
  const { bodyType = 'json', bodyOptional = false, tolerant = false } = route;
  return {
    before: ({ event }) => {
      const { call } = event;
      const parameters = [...new URLSearchParams(event.rawQueryString)];
      call.query = tolerant ? parameters : checkQuery(parameters, query);
      if (body) call.body = check(body, readBody(event, bodyType, bodyOptional));
      else if (bodyType === 'xml') call.body = readText(event, bodyType);
      else if (bodyType === 'form') call.body = readForm(event);
    },
  };
}

/** Repeated parameters arrive joined by commas in API Gateway's own parsing, so the raw text is what is read. */
function checkQuery(pairs: Pairs, schema: GenericSchema | undefined): unknown {
  const parameters = toObject(pairs);
  if (schema) return check(schema, parameters);
  const unknown = Object.keys(parameters).map((name) => ({
    pointer: pointer([name]),
    detail: UNKNOWN_PARAMETER,
  }));
  if (unknown.length > 0) throw invalid(unknown);
  return undefined;
}

function toObject(pairs: Pairs): Record<string, string> {
  const object: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) {
    if (name in object) throw invalid([{ pointer: pointer([name]), detail: 'must be given once' }]);
    object[name] = value;
  }
  return object;
}

const UNKNOWN_PARAMETER = 'is not known here';

const MEDIA_TYPES = {
  json: { pattern: /^application\/json\s*(;|$)/i, name: 'application/json' },
  form: {
    pattern: /^application\/x-www-form-urlencoded\s*(;|$)/i,
    name: 'application/x-www-form-urlencoded',
  },
  xml: { pattern: /^(text|application)\/xml\s*(;|$)/i, name: 'text/xml or application/xml' },
} as const;

function readBody(event: Incoming, type: BodyType, optional: boolean): unknown {
  if (optional && !event.body) return {};
  if (type === 'form') return toObject(readForm(event));
  let value: unknown;
  const text = readText(event, type);
  try {
    value = parseJson(text);
  } catch {
    throw new Problem('invalid_request', 'The body must be JSON in UTF-8, with no member named twice.');
  }
  if (Array.isArray(value)) throw new Problem('invalid_request', 'The body must be a JSON object.');
  return value;
}

const readForm = (event: Incoming): Pairs => [...new URLSearchParams(readText(event, 'form'))];

/** The text of a body of this type. */
function readText(event: Incoming, type: BodyType): string {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const limit = BODY_LIMIT[type];
  if (bytes.length > limit)
    throw new Problem('payload_too_large', `A body is at most ${limit / 1024} KiB here.`);
  const { pattern, name } = MEDIA_TYPES[type];
  if (!pattern.test(event.headers['content-type'] ?? ''))
    throw new Problem('unsupported_media_type', `Send the body as ${name}.`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem('invalid_request', 'The body must be in UTF-8.');
  }
}

function check(schema: GenericSchema, value: unknown): unknown {
  const result = safeParse(schema, value);
  if (result.success) return result.output;
  const errors = result.issues.map(fieldError);
  const named = new Set(errors.map((error) => error.pointer));
  const unnamed = unknownFields(schema, value).filter((error) => !named.has(error.pointer));
  throw invalid(unique([...errors, ...unnamed]));
}

const unique = (errors: readonly FieldError[]): FieldError[] => [
  ...new Map(errors.map((error) => [`${error.pointer} ${error.detail}`, error])).values(),
];

/** All of them: valibot names the first alone. */
function unknownFields(schema: GenericSchema, value: unknown): FieldError[] {
  const { entries } = schema as { entries?: object };
  if (!entries || typeof value !== 'object' || value === null) return [];
  return Object.keys(value)
    .filter((name) => !(name in entries))
    .map((name) => ({ pointer: pointer([name]), detail: UNKNOWN_PARAMETER }));
}

const invalid = (errors: readonly FieldError[]): Problem =>
  new Problem(
    'invalid_request',
    'Some fields are not as they should be; «errors» says which, and what would be right.',
    {
      errors,
    },
  );

const fieldError = ({ path, message }: GenericIssue): FieldError => ({
  pointer: pointer((path ?? []).map(({ key }) => String(key))),
  detail: message,
});

/** As long as the names of our fields are, and too short for a secret that was sent in place of a name to come back. */
const LONGEST_NAME = 24;

/** RFC 6901, section 3; the longest names are cut. */
const pointer = (keys: readonly string[]): string =>
  keys
    .map((key) =>
      key.length > LONGEST_NAME ? `${key.slice(0, LONGEST_NAME).toWellFormed()}…` : key.toWellFormed(),
    )
    .map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
