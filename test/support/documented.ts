import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Route } from '../../functions/http/route.ts';
import { openApiDocument } from '../../functions/openapi/document.ts';
import type { Answer } from './api.ts';

/** Compares every answer of a route in a test with the OpenAPI document. */

const document = closed(openApiDocument('https://login.example.com'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'document');

/** The document without room for members that it does not name: clients allow for later ones, tests do not. */
export function closed<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(closed) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const isOpen = 'properties' in part && 'type' in part && !('additionalProperties' in part);
  const parts = Object.entries(part).map(([name, value]) => [name, closed(value)]);
  return { ...Object.fromEntries(parts), ...(isOpen && { additionalProperties: false }) };
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(pointer: string): ValidateFunction {
  const known = validators.get(pointer);
  if (known) return known;
  const made = ajv.compile({ $ref: `document#${pointer}` });
  validators.set(pointer, made);
  return made;
}

const escaped = (key: string): string => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/**
 * Throws when the document does not have this answer of the route: its status, problem code, media type and schema. The
 * answer to HEAD is that to GET, without its body.
 */
export function holdToDocument(
  { method, path }: Route,
  { status, headers, body, text }: Answer,
  { isHead = false } = {},
): void {
  const responses = document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
  const response = responses[status];
  const which = `${method} ${path} ${status}`;
  if (!response) throw new Error(`${which} is not in the document: ${text.slice(0, 200)}`);
  if (status >= 400 && body && !response.description.includes(`\`${body.code ?? body.error}\``))
    throw new Error(`${which} is not documented to be ${body.code ?? body.error}`);
  const type = headers['Content-Type']?.split(';')[0];
  if (isHead) {
    if (text !== '') throw new Error(`${which} has a body for HEAD`);
    return;
  }
  if (text === '') {
    if (response.content) throw new Error(`${which} should have a body`);
    return;
  }
  const media = type === undefined ? undefined : response.content?.[type];
  if (type === undefined || !media) throw new Error(`${which} is not documented to be ${type}`);
  if (!media.schema) return;
  const pointer = [
    'paths',
    path,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    type,
    'schema',
  ];
  const validate = validatorOf(`/${pointer.map(escaped).join('/')}`);
  if (!validate(body)) throw new Error(`${which} is not as documented: ${ajv.errorsText(validate.errors)}`);
}
