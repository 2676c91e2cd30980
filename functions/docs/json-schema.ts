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

/** A closed set of texts. A field of a request that takes the same set refers to it by its name. */
export const oneOf = (values: readonly string[], description?: string): JsonSchema => ({
  ...text(),
  enum: values,
  ...(description && { description }),
});
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

/** An object with all of `members`, some of `maybe`, and no others. */
export const object = (
  members: Schemas,
  { maybe = {}, description }: { maybe?: Schemas; description?: string } = {},
): JsonSchema => ({
  type: 'object',
  ...(description && { description }),
  properties: { ...members, ...maybe },
  required: Object.keys(members),
  additionalProperties: false,
});
