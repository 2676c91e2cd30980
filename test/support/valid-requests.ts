import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { JsonSchema } from '../../functions/docs/json-schema.ts';
import type { OpenApiDocument, Operation } from '../../functions/openapi/document.ts';
import { hasInvisible, withoutJoiners } from '../../shared/text.ts';
import { USER_ID_CHARACTERS } from '../../shared/user/limits.ts';
import { isUserId } from '../../shared/user/user.ts';

/** Requests that are valid by the OpenAPI document, made from it alone, as a generator of clients or tests makes them. */

export type ValidRequest = {
  target: string;
  headers: Record<string, string>;
  raw: string | undefined;
};

/** Values for places where a rule cannot be expressed as a schema; each is named `createToken.expiresAt`. */
export type OwnValues = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** The value of a member or parameter that is left out. */
export const ABSENT = Symbol('absent');

export function validRequests(document: OpenApiDocument, ownValues: OwnValues) {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);

  const resolve = ({ $ref, ...rest }: JsonSchema): JsonSchema =>
    typeof $ref === 'string'
      ? { ...document.components.schemas[$ref.slice($ref.lastIndexOf('/') + 1)], ...rest }
      : rest;

  function valuesOf(given: JsonSchema, at: string): fc.Arbitrary<unknown> {
    const own = ownValues[at];
    if (own) return own;
    const schema = resolve(given);
    const { anyOf, enum: values, type } = schema;
    if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map((part) => valuesOf(part, at)));
    if (Array.isArray(values)) return fc.constantFrom(...values);
    if (Array.isArray(type)) return fc.oneof(...type.map((one) => valuesOf({ ...schema, type: one }, at)));
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer({ min: Number(schema.minimum ?? 0), max: Number(schema.maximum ?? 2 ** 31 - 1) });
      case 'string':
        return textOf(schema);
      case 'array': {
        const {
          items,
          minItems = 0,
          maxItems = 100,
        } = schema as { items: JsonSchema; minItems?: number; maxItems?: number };
        return fc.array(valuesOf(items, `${at}[]`), { minLength: minItems, maxLength: maxItems });
      }
      case 'object':
        return objectOf(schema, at);
      default:
        throw new Error(`${at}: there are no values for ${JSON.stringify(schema)}`);
    }
  }

  function objectOf(schema: JsonSchema, at: string): fc.Arbitrary<Record<string, unknown>> {
    const { properties = {}, required = [] } = schema as {
      properties?: Record<string, JsonSchema>;
      required?: string[];
    };
    const members = Object.entries(properties).map(([name, part]) =>
      maybe(required.includes(name), valuesOf(part, `${at}.${name}`)).map((value) => [name, value] as const),
    );
    const isValid = ajv.compile({ ...schema, components: document.components });
    return fc
      .tuple(...members)
      .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== ABSENT)))
      .filter((value) => isValid(value));
  }

  return function requestsTo(path: string, operation: Operation): fc.Arbitrary<ValidRequest> {
    const { operationId, parameters = [], requestBody } = operation;
    const [[type, content] = [undefined, undefined]] = Object.entries(requestBody?.content ?? {});
    const given = parameters.map(({ required, schema, ...parameter }) =>
      maybe(required, valuesOf(schema, `${operationId}.${parameter.name}`)).map((value) => ({
        ...parameter,
        value,
      })),
    );
    const body = content?.schema
      ? maybe(requestBody?.required ?? false, valuesOf(content.schema, operationId))
      : fc.constant(ABSENT);
    return fc.tuple(fc.tuple(...given), body).map(([values, sent]) => {
      const present = values.filter(({ value }) => value !== ABSENT);
      const of = (place: string) => present.filter((parameter) => parameter.in === place);
      const query = of('query').map(({ name, value }) => `${encodeURIComponent(name)}=${encoded(value)}`);
      const target = of('path').reduce(
        (text, { name, value }) => text.replace(`{${name}}`, encoded(value)),
        path,
      );
      return {
        target: target + (query.length > 0 ? `?${query.join('&')}` : ''),
        headers: {
          ...Object.fromEntries(of('header').map(({ name, value }) => [name.toLowerCase(), String(value)])),
          ...(type !== undefined && sent !== ABSENT && { 'content-type': type }),
        },
        raw: sent === ABSENT ? undefined : bodyText(type, sent),
      };
    });
  };
}

const maybe = (required: boolean, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  required ? value : fc.oneof(value, fc.constant(ABSENT));

/** A list has commas between its entries (style `form`, without `explode`). */
const encoded = (value: unknown): string =>
  (Array.isArray(value) ? value : [value]).map((one) => encodeURIComponent(String(one))).join(',');

function bodyText(type: string | undefined, value: unknown): string {
  if (type === 'application/x-www-form-urlencoded')
    return new URLSearchParams(Object.entries(value as Record<string, string>)).toString();
  return type === 'application/json' ? JSON.stringify(value) : String(value);
}

function textOf({ pattern, format, minLength = 0, maxLength = 2_000 }: JsonSchema): fc.Arbitrary<string> {
  const fits = (text: string) => {
    const { length } = [...text];
    // In words: the bytes of an id and its two forms that are none, and the last invisible characters.
    if (pattern === USER_ID_CHARACTERS && !isUserId(text)) return false;
    if (pattern !== undefined && hasInvisible(String(pattern).includes('@') ? text : withoutJoiners(text)))
      return false;
    return length >= Number(minLength) && length <= Number(maxLength);
  };
  if (format === 'date-time') {
    const instants = fc.date({
      min: new Date('0001-01-01'),
      max: new Date('9998-12-31'),
      noInvalidDate: true,
    });
    const offsets = fc.constantFrom('Z', '+00:00', '-11:30', '+14:00');
    return fc.tuple(instants, offsets).map(([instant, offset]) => instant.toISOString().replace('Z', offset));
  }
  if (format === 'uri') {
    const matches = new RegExp(String(pattern ?? ''), 'u');
    const urls = fc.webUrl({
      validSchemes: ['https', 'http', 'ftp'],
      withQueryParameters: true,
      withFragments: true,
    });
    return urls.filter((url) => matches.test(url) && fits(url));
  }
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern, 'u')).filter(fits);
  return fc.string({ unit: 'binary', minLength: Number(minLength), maxLength: Number(maxLength) });
}
