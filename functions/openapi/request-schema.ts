import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { FIELDS, QUERY_FIELDS } from './fields.ts';
import { type JsonSchema, ref } from '../docs/json-schema.ts';
import { SETS } from './schemas.ts';

/** What a schema of a route takes, with what is said of its fields by their names. */
export function requestSchema(schema: GenericSchema): JsonSchema {
  const { properties = {}, required = [] } = plainSchema(schema);
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).flatMap(([name, of]) =>
        isNever(of) ? [] : [[name, withSaid(withReferences(of), FIELDS[name])]],
      ),
    ),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

export type Parameter = {
  name: string;
  in: 'query';
  required: boolean;
  description?: string;
  schema: JsonSchema;
  style?: 'form';
  explode?: false;
};

/** The query parameters of a route. */
export function queryParameters(schema: GenericSchema): Parameter[] {
  const { properties = {}, required = [] } = plainSchema(schema);
  return Object.entries(properties).map(([name, of]) => {
    const { description, ...said } = { ...FIELDS[name], ...QUERY_FIELDS[name] };
    const value = QUERY_FIELDS[name] ? said : withSaid(withReferences(asFlag(of)), said);
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(typeof description === 'string' && { description }),
      schema: value,
      ...(value.type === 'array' && { style: 'form', explode: false }),
    };
  });
}

type Properties = { properties?: Record<string, JsonSchema>; required?: string[] };

/** What no schema can say, such as that two fields go together, is said in words. */
const plainSchema = (schema: GenericSchema): Properties =>
  toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' }) as Properties;

/** A field that is there to say why it is none. */
const isNever = (schema: JsonSchema): boolean => 'not' in schema;

const asFlag = (schema: JsonSchema): JsonSchema =>
  String(schema.enum) === 'true,false' ? { type: 'boolean' } : schema;

function withSaid(schema: JsonSchema, said: JsonSchema = {}): JsonSchema {
  const { description, ...limits } = said;
  const nullable = Array.isArray(schema.anyOf) && schema.anyOf.some(({ type }) => type === 'null');
  const limited = nullable
    ? {
        ...schema,
        anyOf: (schema.anyOf as JsonSchema[]).map((part) =>
          part.type === 'null' ? part : { ...part, ...limits },
        ),
      }
    : { ...schema, ...limits };
  return { ...limited, ...(description !== undefined && { description }) };
}

/** Closed sets are said once. */
function withReferences(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: schema.anyOf.map(withReferences) };
  const { enum: values, type: _, ...rest } = schema;
  if (!Array.isArray(values)) return schema;
  const set = Object.entries(SETS).find(([, known]) => String(known) === String(values));
  return set ? { ...ref(set[0]), ...rest } : schema;
}
