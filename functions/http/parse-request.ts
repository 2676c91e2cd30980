import type { GenericIssue, GenericSchema } from 'valibot';
import { safeParse } from 'valibot';
import type { XmlBody } from '../../shared/punchout/xml-encoding.ts';
import { UNKNOWN_FIELD } from './fields.ts';
import { legacyPairs } from './form-pairs.ts';
import type { HttpEvent, Middleware } from './middleware.ts';
import { parseJson } from './parse-json.ts';
import { type FieldError, Problem } from './problem.ts';
import type { NameValuePairs } from './request.ts';
import type { BodyType, Route } from './route.ts';

/** Bytes that a body may have. */
const BODY_LIMIT = { json: 32 * 1024, form: 32 * 1024, xml: 256 * 1024 } as const;

/** Parses query string and body by the schemas of the route. Throws `invalid_request` that names every wrong field. */
export function parseRequest(route: Route): Middleware {
  const query = route.query?.();
  const body = route.body?.();
  const { bodyType = 'json', bodyOptional = false, tolerant = false, legacyCharset = false } = route;
  return {
    before: ({ event }) => {
      const { state } = event;
      // API Gateway's own parsing joins repeated parameters by commas.
      const parameters = legacyCharset
        ? legacyPairs(Buffer.from(event.rawQueryString))
        : [...new URLSearchParams(event.rawQueryString)];
      state.query = tolerant ? parameters : checkQuery(parameters, query);
      if (body) state.body = check(body, readBody(event, bodyType, bodyOptional));
      else if (bodyType === 'xml') state.body = readXml(event);
      else if (bodyType === 'form')
        state.body = legacyCharset ? legacyPairs(readBytes(event, 'form')) : readForm(event);
    },
  };
}

function checkQuery(pairs: NameValuePairs, schema: GenericSchema | undefined): unknown {
  const parameters = toObject(pairs);
  if (schema) return check(schema, parameters);
  const unknown = Object.keys(parameters).map((name) => ({
    pointer: pointer([name]),
    detail: UNKNOWN_FIELD,
  }));
  if (unknown.length > 0) throw invalid(unknown);
  return undefined;
}

function toObject(pairs: NameValuePairs): Record<string, string> {
  const object: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) {
    if (name in object) throw invalid([{ pointer: pointer([name]), detail: 'must be given once' }]);
    object[name] = value;
  }
  return object;
}

const MEDIA_TYPES = {
  json: { pattern: /^application\/json\s*(;|$)/i, name: 'application/json' },
  form: {
    pattern: /^application\/x-www-form-urlencoded\s*(;|$)/i,
    name: 'application/x-www-form-urlencoded',
  },
  xml: { pattern: /^(text|application)\/xml\s*(;|$)/i, name: 'text/xml or application/xml' },
} as const;

function readBody(event: HttpEvent, type: BodyType, optional: boolean): unknown {
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

const readForm = (event: HttpEvent): NameValuePairs => [...new URLSearchParams(readText(event, 'form'))];

/** The bytes, since a document may name its encoding itself. API Gateway has decoded what is not in base64. */
const readXml = (event: HttpEvent): XmlBody => ({
  bytes: readBytes(event, 'xml'),
  charset: CHARSET.exec(event.headers['content-type'] ?? '')?.[1],
  transcoded: !event.isBase64Encoded,
});

const CHARSET = /;\s*charset\s*=\s*"?([\w.-]+)/i;

/** The fields of a form, before the request is checked; none where the body is no form that can be read. */
export function readFormLeniently(event: HttpEvent): NameValuePairs {
  try {
    return readForm(event);
  } catch {
    return [];
  }
}

function readText(event: HttpEvent, type: BodyType): string {
  const bytes = readBytes(event, type);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem('invalid_request', 'The body must be in UTF-8.');
  }
}

function readBytes(event: HttpEvent, type: BodyType): Buffer {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const limit = BODY_LIMIT[type];
  if (bytes.length > limit)
    throw new Problem('payload_too_large', `A body is at most ${limit / 1024} KiB here.`);
  const { pattern, name } = MEDIA_TYPES[type];
  if (!pattern.test(event.headers['content-type'] ?? ''))
    throw new Problem('unsupported_media_type', `Send the body as ${name}.`);
  return bytes;
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

/** Every unknown field: valibot names only the first. */
function unknownFields(schema: GenericSchema, value: unknown): FieldError[] {
  const { type, entries } = schema as { type: string; entries?: object };
  if (type !== 'strict_object' || !entries || typeof value !== 'object' || value === null) return [];
  return Object.keys(value)
    .filter((name) => !(name in entries))
    .map((name) => ({ pointer: pointer([name]), detail: UNKNOWN_FIELD }));
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

/** Characters. Every field name of the API fits; a secret that was sent as a name is cut, and does not come back. */
const LONGEST_NAME = 24;

/** A JSON Pointer (RFC 6901, section 3), with long names cut. */
const pointer = (keys: readonly string[]): string =>
  keys
    .map((key) =>
      key.length > LONGEST_NAME ? `${key.slice(0, LONGEST_NAME).toWellFormed()}…` : key.toWellFormed(),
    )
    .map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
