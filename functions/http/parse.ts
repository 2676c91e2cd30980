import type { GenericIssue, GenericSchema } from 'valibot';
import { safeParse } from 'valibot';
import type { Incoming, Step } from './call.ts';
import { parseJson } from './json.ts';
import { type FieldError, Problem } from './problem.ts';
import type { Route } from './route.ts';

const BODY_LIMIT = 32 * 1024;

/** Turns query string and body into what the route's schemas say, or names every field that is wrong. */
export function parse(route: Route): Step {
  const query = route.query?.();
  const body = route.body?.();
  return {
    before: ({ event }) => {
      event.call.query = checkQuery(event.rawQueryString, query);
      if (body) event.call.body = check(body, readBody(event, route.bodyOptional ?? false));
    },
  };
}

/** Repeated parameters arrive joined by commas in API Gateway's own parsing, so the raw text is read. */
function checkQuery(raw: string, schema: GenericSchema | undefined): unknown {
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(raw)) {
    if (name in parameters) throw invalid([{ pointer: pointer([name]), detail: 'must be given once' }]);
    parameters[name] = value;
  }
  if (schema) return check(schema, parameters);
  const unknown = Object.keys(parameters).map((name) => ({
    pointer: pointer([name]),
    detail: UNKNOWN_PARAMETER,
  }));
  if (unknown.length > 0) throw invalid(unknown);
  return undefined;
}

const UNKNOWN_PARAMETER = 'is not known here';

function readBody(event: Incoming, optional: boolean): unknown {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_LIMIT) throw new Problem('payload_too_large', 'A body is at most 32 KiB.');
  if (bytes.length === 0 && optional) return {};
  if (!/^application\/json\s*(;|$)/i.test(event.headers['content-type'] ?? '')) {
    throw new Problem('unsupported_media_type', 'Send the body as application/json.');
  }
  let value: unknown;
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Problem('invalid_request', 'The body must be JSON in UTF-8, with no member named twice.');
  }
  if (Array.isArray(value)) throw new Problem('invalid_request', 'The body must be a JSON object.');
  return value;
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
