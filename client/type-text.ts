/** The keywords of JSON Schema (2020-12) that the document uses. */
export type Schema = {
  $ref?: string;
  description?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
};

/** The TypeScript type of a schema, without formats and limits. */
export function typeText(schema: Schema): string {
  const { $ref, enum: values, anyOf, oneOf = anyOf, allOf, type } = schema;
  if ($ref !== undefined) return nameOf($ref);
  if ('const' in schema) return JSON.stringify(schema.const);
  if (values) return union(values.map((value) => JSON.stringify(value)));
  if (oneOf) return union(oneOf.map(typeText));
  if (allOf) return allOf.map((part) => `(${typeText(part)})`).join(' & ');
  if (typeof type !== 'string')
    return type ? union(type.map((one) => typeText({ ...schema, type: one }))) : 'unknown';
  switch (type) {
    case 'object':
      return objectText(schema);
    case 'array':
      return `(${typeText(schema.items ?? {})})[]`;
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return type;
    default:
      throw new Error(`there is no type of this name: ${type}`);
  }
}

/** The members of an object, each with its description. */
export function objectText({ properties = {}, required = [], additionalProperties }: Schema): string {
  const members = Object.entries(properties).map(([name, schema]) => {
    const optional = !required.includes(name);
    // Requests omit undefined members, so callers with `exactOptionalPropertyTypes` may pass them.
    const value = optional ? `${typeText(schema)} | undefined` : typeText(schema);
    return `${comment(schema.description)}${JSON.stringify(name)}${optional ? '?' : ''}: ${value};\n`;
  });
  if (members.length > 0) return `{\n${members.join('')}}`;
  if (typeof additionalProperties === 'object') return `Record<string, ${typeText(additionalProperties)}>`;
  return `Record<string, ${additionalProperties === false ? 'never' : 'unknown'}>`;
}

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ');

export const nameOf = ($ref: string): string => $ref.slice($ref.lastIndexOf('/') + 1);

const WIDTH = 100;

/** Formats a description as a comment. */
export function comment(text: string | undefined): string {
  if (text === undefined) return '';
  const lines = [''];
  for (const word of text.replaceAll('*/', '* /').split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= WIDTH) lines.push(word);
    else lines.splice(-1, 1, last === '' ? word : `${last} ${word}`);
  }
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`;
}
