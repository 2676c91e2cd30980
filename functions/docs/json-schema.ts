/** What the document uses of JSON Schema (2020-12), the dialect of OpenAPI 3.1. */
export type JsonSchema = { readonly [keyword: string]: unknown };

export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
export const text = (description?: string): JsonSchema => ({
  type: 'string',
  ...(description && { description }),
});
export const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });
export const flag = (description: string): JsonSchema => ({ type: 'boolean', description });
export const timestamp = (description?: string): JsonSchema => ({
  ...text(description),
  format: 'date-time',
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

/** An object that has all of these members, perhaps those, and no others. */
export const object = (
  members: Readonly<Record<string, JsonSchema>>,
  { maybe = {}, description }: { maybe?: Readonly<Record<string, JsonSchema>>; description?: string } = {},
): JsonSchema => ({
  type: 'object',
  ...(description && { description }),
  properties: { ...members, ...maybe },
  required: Object.keys(members),
  additionalProperties: false,
});
