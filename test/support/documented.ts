import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Route } from '../../functions/http/route.ts';
import { openApiDocument } from '../../functions/openapi/document.ts';
import type { Answer } from './api.ts';

/** Whatever a route answers in a test is held against the OpenAPI document: it promises nothing else. */

const document = openApiDocument('https://login.example.com');
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'document');

const validators = new Map<string, ValidateFunction>();

function validatorOf(pointer: string): ValidateFunction {
  const known = validators.get(pointer);
  if (known) return known;
  const made = ajv.compile({ $ref: `document#${pointer}` });
  validators.set(pointer, made);
  return made;
}

const escaped = (key: string): string => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Throws when the document does not say that this route may answer so. */
export function holdToDocument({ method, path }: Route, { status, headers, body, text }: Answer): void {
  const responses = document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
  const response = responses[status];
  const which = `${method} ${path} ${status}`;
  if (!response) throw new Error(`${which} is not in the document: ${text.slice(0, 200)}`);
  const type = headers['Content-Type']?.split(';')[0];
  // What answers HEAD has no body, and the type of the one that GET would have.
  if (method === 'HEAD') return;
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
