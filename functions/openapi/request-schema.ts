import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { type JsonSchema, orNull, ref, type Schemas } from '../docs/json-schema.ts';

type Descriptions = Readonly<Record<string, string>>;

/** The schema of a body. `descriptions` has those of fields whose schemas have none; `sets` are known by their names. */
export function requestSchema(
  schema: GenericSchema,
  sets: Schemas,
  descriptions: Descriptions = {},
): JsonSchema {
  const { properties = {}, required = [], additionalProperties, ...given } = plainSchema(schema);
  const rules = RULES.filter((keyword) => keyword in given).map((keyword) => [keyword, given[keyword]]);
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties)
        .filter(([, field]) => !isNever(field))
        .map(([name, field]) => {
          const description = descriptions[name];
          return [name, { ...withReferences(field, sets), ...(description && { description }) }];
        }),
    ),
    ...(required.length > 0 && { required }),
    ...(additionalProperties === false && { additionalProperties }),
    ...Object.fromEntries(rules),
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
export function queryParameters(schema: GenericSchema, sets: Schemas): Parameter[] {
  const { properties = {}, required = [] } = plainSchema(schema);
  return Object.entries(properties).map(([name, field]) => {
    const { description, ...value } = withReferences(asSent(field), sets);
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

/** The keywords of rules between fields. Those of composition make generators invent types. */
const RULES = ['not', 'if', 'then', 'else', 'dependentSchemas'] as const;

type Properties = JsonSchema & { properties?: Record<string, JsonSchema>; required?: string[] };

/** Metadata of a schema are keywords. Rules that JSON Schema cannot express are left out: descriptions tell of them. */
const plainSchema = (schema: GenericSchema): Properties =>
  toJsonSchema(schema, {
    typeMode: 'input',
    errorMode: 'ignore',
    overrideAction: ({ valibotAction, jsonSchema }) =>
      'metadata' in valibotAction ? { ...jsonSchema, ...(valibotAction.metadata as JsonSchema) } : undefined,
  }) as Properties;

/** A field that exists for its message alone: no value is accepted. */
const isNever = (schema: JsonSchema): boolean => 'not' in schema;

/** A parameter is text, and its default too; the document has the type that the text stands for. */
function asSent(schema: JsonSchema): JsonSchema {
  const { enum: values, ...rest } = schema;
  if (String(values) === 'true,false') return { ...rest, type: 'boolean' };
  return schema.type === 'integer' && 'default' in schema
    ? { ...schema, default: Number(schema.default) }
    : schema;
}

/** A reference in place of a closed set that the document has by name. The one union of requests is that with null. */
function withReferences(schema: JsonSchema, sets: Schemas): JsonSchema {
  if (Array.isArray(schema.anyOf)) {
    const { anyOf, ...around } = schema;
    const [value, none] = anyOf as JsonSchema[];
    if (anyOf.length !== 2 || none?.type !== 'null')
      throw new Error('generators know no union but that with null');
    return orNull({ ...around, ...withReferences(value ?? {}, sets) });
  }
  const { enum: values, type: _, ...rest } = schema;
  if (!Array.isArray(values)) return schema;
  const set = Object.entries(sets).find(([, known]) => String(known.enum) === String(values));
  return set ? { ...ref(set[0]), ...rest } : schema;
}
