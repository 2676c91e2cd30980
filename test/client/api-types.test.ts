import { describe, expect, test } from 'vitest';
import { apiTypes, type Document } from '../../client/api-types.ts';
import { comment, type Schema, typeText } from '../../client/type-text.ts';

describe('the type of a schema', () => {
  test.each<[Schema, string]>([
    [{ type: 'string', description: 'x' }, 'string'],
    [{ type: 'integer' }, 'number'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: ['integer', 'number', 'null'] }, 'number | null'],
    [{ const: true }, 'true'],
    [{ enum: ['a', 'b"c', null] }, '"a" | "b\\"c" | null'],
    [{ $ref: '#/components/schemas/Token' }, 'Token'],
    [{ anyOf: [{ $ref: '#/components/schemas/Token' }, { type: 'null' }] }, 'Token | null'],
    [{ allOf: [{ $ref: '#/a/A' }, { oneOf: [{ $ref: '#/a/B' }, { $ref: '#/a/C' }] }] }, '(A) & (B | C)'],
    [{ type: 'array', items: { type: ['string', 'null'] } }, '(string | null)[]'],
    [{ type: 'array' }, '(unknown)[]'],
    [{}, 'unknown'],
    [{ type: 'object' }, 'Record<string, unknown>'],
    [{ type: 'object', additionalProperties: false }, 'Record<string, never>'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'Record<string, string>'],
    [
      {
        type: 'object',
        properties: { a: { type: 'string', description: 'An a.' }, 'b-c': { type: ['null', 'number'] } },
        required: ['a'],
      },
      '{\n/** An a. */\n"a": string;\n"b-c"?: null | number | undefined;\n}',
    ],
  ])('%j is %j', (schema, type) => {
    expect(typeText(schema)).toBe(type);
  });

  test('that nobody has foreseen is an error, not a guess', () => {
    expect(() => typeText({ type: 'file' })).toThrow('there is no type of this name: file');
  });
});

test('descriptions are wrapped, and end no comment', () => {
  expect(comment(undefined)).toBe('');
  expect(comment('An */ end.')).toBe('/** An * / end. */\n');
  const lines = comment(`${'word '.repeat(50)}end`).split('\n');
  expect(lines.length).toBeGreaterThan(4);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(105);
});

describe('operations', () => {
  const json = (schema: Schema) => ({ content: { 'application/json': { schema } } });
  const document = (
    operation: Document['paths'][string][string],
    path = '/tokens',
    method = 'get',
  ): Document => ({
    paths: { [path]: { [method]: operation } },
    components: { schemas: {} },
  });

  test('have what they take and what they answer when all is well', () => {
    const post = {
      requestBody: { required: true, ...json({ $ref: '#/components/schemas/TokenRequest' }) },
      responses: {
        '200': json({ $ref: '#/components/schemas/Token' }),
        '201': json({ $ref: '#/components/schemas/Token' }),
        '400': json({ $ref: '#/components/schemas/Problem' }),
      },
    };
    expect(apiTypes(document(post, '/tokens', 'post'))).toContain(
      `'POST /tokens': { body: TokenRequest; answer: Token };`,
    );
  });

  test('have a query of a name', () => {
    const parameters = [
      { name: 'id', in: 'path', schema: { type: 'string' } },
      { name: 'limit', in: 'query', description: 'How many.', schema: { type: 'integer' } },
    ];
    const get = { parameters, responses: { '200': json({ type: 'boolean' }) } };
    const text = apiTypes(document(get));
    expect(text).toContain('export type TokenQuery = {\n/** How many. */\n"limit"?: number | undefined;\n};');
    expect(text).toContain(`'GET /tokens': { query?: TokenQuery; answer: boolean };`);
    expect(() => apiTypes(document(get, '/others'))).toThrow('the query of GET /others has no name');
  });

  test('take forms, and answer nothing', () => {
    const form = { 'application/x-www-form-urlencoded': { schema: { $ref: '#/x/F' } } };
    const post = { requestBody: { content: form }, responses: { '204': {} } };
    expect(apiTypes(document(post, '/x', 'post'))).toContain(`'POST /x': { form?: F; answer: undefined };`);
  });

  test('that answer pages or lead elsewhere are left out', () => {
    const page = { responses: { '200': { content: { 'text/html': {} } } } };
    const redirect = { responses: { '303': {} } };
    for (const operation of [page, redirect])
      expect(apiTypes(document(operation))).not.toContain('GET /tokens');
  });
});
