/** The part of JSON Schema (2020-12, the dialect of OpenAPI 3.1) that the documents use. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Schemas by the names that clients know them by. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
export const text = (description?: string): JsonSchema => ({
  type: 'string',
  ...(description && { description }),
});
export const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });
export const flag = (description: string): JsonSchema => ({ type: 'boolean', description });
export const timestamp = (description: string): JsonSchema => ({ ...text(description), format: 'date-time' });

/**
 * A closed set of texts. A field of a request that takes the same set refers to it by its name. Generated Go has the
 * constants of all sets in one scope: a set that shares a value with another one has a `prefix` for its constants.
 */
export const oneOf = (values: readonly string[], description?: string, prefix?: string): JsonSchema => ({
  ...text(),
  enum: values,
  ...(prefix && { 'x-enum-varnames': values.map((value) => `${prefix}_${constantOf(value)}`) }),
  ...(description && { description }),
});

/** The name that generators give a value of a closed set: `TOKEN_CREATED` for `token.created`. */
export const constantOf = (value: string): string => value.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();
export const listOf = (items: JsonSchema, description?: string): JsonSchema => ({
  type: 'array',
  items,
  ...(description && { description }),
});
export const orNull = (schema: JsonSchema): JsonSchema => {
  const { description, ...rest } = schema;
  const nullable =
    typeof rest.type === 'string' && !('enum' in rest)
      ? { ...rest, type: [rest.type, 'null'] }
      : { anyOf: [rest, { type: 'null' }] };
  return { ...nullable, ...(description !== undefined && { description }) };
};

/** A closed set of one text. */
export const only = (value: string): JsonSchema => ({ ...text(), enum: [value] });

/** An object with all of `members` and some of `maybe`. It is open: answers may get more members in later versions. */
export const object = (
  members: Schemas,
  { maybe = {}, description }: { maybe?: Schemas; description?: string } = {},
): JsonSchema => ({
  type: 'object',
  ...(description && { description }),
  properties: { ...members, ...maybe },
  required: Object.keys(members),
});
