import { Validator } from '@seriousme/openapi-schema-validator';
import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { constantOf, type JsonSchema } from '../../functions/docs/json-schema.ts';
import { openApiDocument } from '../../functions/openapi/document.ts';
import { ROUTES } from '../../functions/routes.ts';
import { send } from '../support/api.ts';
import { captureLog } from '../support/captured-log.ts';
import { useDatabase } from '../support/fixture.ts';

captureLog();
useDatabase();

const document = openApiDocument('https://login.example.com');
const named = ROUTES.map(({ method, path }) => `${method} ${path}`);

/** Every schema in the document, whatever holds it. */
function* schemasIn(value: unknown): Generator<JsonSchema> {
  if (typeof value !== 'object' || value === null) return;
  yield value as JsonSchema;
  for (const part of Object.values(value)) yield* schemasIn(part);
}

/** Every schema within a named one, and every schema of an operation, with the place where it is. */
function* partsOf({ paths, components }: typeof document): Generator<{ at: string; schema: JsonSchema }> {
  for (const [name, { properties = {}, items }] of Object.entries(components.schemas)) {
    for (const [member, schema] of Object.entries(properties as Record<string, JsonSchema>)) {
      yield { at: `${name}.${member}`, schema };
      if (schema.items) yield { at: `${name}.${member}[]`, schema: schema.items as JsonSchema };
    }
    if (items) yield { at: `${name}[]`, schema: items as JsonSchema };
  }
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item))) {
    const { operationId: at, parameters = [], requestBody, responses } = operation;
    const bodies = [requestBody, ...Object.values(responses)].flatMap((one) =>
      Object.values(one?.content ?? {}),
    );
    for (const { schema } of [...parameters, ...bodies]) if (schema) yield { at, schema };
  }
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validation = await new Validator().validate(
      structuredClone(document) as unknown as Record<string, unknown>,
    );
    expect(validation.errors).toBeUndefined();
    expect(validation.valid).toBe(true);
  });

  it('has every route, and nothing else', () => {
    const inDocument = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(inDocument.sort()).toEqual([...named].sort());
  });

  it('names every operation once, and as it always did: generated clients have a function of that name', async () => {
    const ids = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`,
      ),
    );
    expect(new Set(ids.map((id) => id.split(' ')[0])).size).toBe(ids.length);
    // Add a new operation with `vitest run -u`; changing or removing a line breaks clients.
    await expect(`${ids.sort().join('\n')}\n`).toMatchFileSnapshot('operation-ids.txt');
  });

  it('has a name for every schema of members, values or choices, which generators would make up otherwise', () => {
    const isNamed = ({ anyOf = [], oneOf, allOf, properties, enum: values = [] }: JsonSchema): boolean =>
      [oneOf, allOf, properties].every((keyword) => keyword === undefined) &&
      (values as unknown[]).length < 2 &&
      (anyOf as JsonSchema[]).every((part) => part.$ref !== undefined || part.type === 'null');
    const unnamed = [...partsOf(document)].filter(({ schema }) => !isNamed(schema));
    expect(unnamed).toEqual([]);
  });

  it('has no constant twice, since generated Go has those of all sets in one scope', () => {
    const constants = Object.values(document.components.schemas).flatMap((schema) => {
      const { enum: values = [], 'x-enum-varnames': names = (values as string[]).map(constantOf) } = schema;
      return names as string[];
    });
    expect(constants.filter((name, at) => constants.indexOf(name) !== at)).toEqual([]);
  });

  it('has no byte order mark, since source of Go may have none', () => {
    expect(JSON.stringify(document).includes('\ufeff')).toBe(false);
    const { properties } = document.components.schemas.TokenRequest as {
      properties: Record<string, JsonSchema>;
    };
    const isOneLine = new RegExp(String(properties.extra?.pattern), 'u');
    expect(['a\ufeffa', 'a\u2060a', 'a a'].map((text) => isOneLine.test(text))).toEqual([false, false, true]);
  });

  it('says that every operation may be throttled', () => {
    for (const item of Object.values(document.paths))
      for (const { responses } of Object.values(item))
        expect(responses['429']?.headers).toHaveProperty('Retry-After');
  });

  it('refers to nothing that is not there, and has no schema that nothing refers to', () => {
    const refs = [...schemasIn(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    // Clients verify access tokens themselves, and have claims of this form then.
    const forClients = ['#/components/schemas/SessionClaims'];
    expect(new Set([...refs, ...forClients])).toEqual(new Set(names));
  });

  it('asks for credentials wherever the route does, which the form of an OAuth endpoint may hold', () => {
    for (const { method, path, permission, oauth } of ROUTES) {
      const security = document.paths[path]?.[method.toLowerCase()]?.security;
      expect(security, `${method} ${path}`).toEqual(
        permission === 'public' ? [] : [{ bearer: [] }, ...(oauth ? [{ clientSecretBasic: [] }, {}] : [])],
      );
    }
  });

  it('says what every field of every request and query is for', () => {
    for (const { method, path, body, query, bodyType } of ROUTES) {
      const { parameters = [], requestBody } = document.paths[path]?.[method.toLowerCase()] ?? {};
      for (const parameter of query ? parameters : [])
        if (parameter.in === 'query')
          expect(parameter.description, `${path} ${parameter.name}`).toMatch(/\.$/);
      if (!body || bodyType === 'xml') continue;
      const [{ schema } = { schema: {} }] = Object.values(requestBody?.content ?? {});
      const { properties } = resolved(schema) as { properties: Record<string, JsonSchema> };
      for (const [name, of] of Object.entries(properties))
        expect(of.description, `${method} ${path} ${name}`).toMatch(/\.$/);
    }
  });

  it('promises no longer texts than the routes take', () => {
    let limits = 0;
    for (const { method, path, body } of ROUTES) {
      if (!body) continue;
      const content = document.paths[path]?.[method.toLowerCase()]?.requestBody?.content ?? {};
      const [{ schema } = { schema: {} }] = Object.values(content);
      const { properties } = resolved(schema) as { properties: Record<string, JsonSchema> };
      for (const [name, of] of Object.entries(properties)) {
        const maxLength = [of, ...((of.anyOf ?? []) as JsonSchema[])].find((one) => one.maxLength)?.maxLength;
        if (typeof maxLength !== 'number') continue;
        limits += 1;
        const complaint = (length: number) =>
          (safeParse(body(), { [name]: 'x'.repeat(length) }).issues ?? []).some(
            ({ path: at, message }) => at?.[0]?.key === name && /characters/.test(message),
          );
        if (name === 'userId') continue;
        expect(complaint(maxLength), `${path} ${name}`).toBe(false);
        expect(complaint(maxLength + 1), `${path} ${name}`).toBe(true);
      }
    }
    expect(limits).toBeGreaterThan(10);
  });

  it('is served at /openapi.json to whoever asks, also from other pages', async () => {
    const answer = await send('GET', '/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(document)));
    expect(answer.headers).toMatchObject({
      'Content-Type': 'application/json',
      'Cache-Control': 'public, max-age=300',
      'Access-Control-Allow-Origin': '*',
    });
  });
});

function resolved(schema: JsonSchema): JsonSchema {
  const name = String(schema.$ref ?? '').replace('#/components/schemas/', '');
  return name ? ((document.components.schemas as Record<string, JsonSchema>)[name] ?? {}) : schema;
}

describe('the reference', () => {
  it('is a page without script at /docs that has every operation and every schema', async () => {
    const answer = await send('GET', '/docs');
    expect(answer.status).toBe(200);
    expect(answer.headers['Content-Security-Policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.text).not.toMatch(/<script|style="|javascript:/);
    for (const [path, item] of Object.entries(document.paths)) {
      for (const { operationId, summary } of Object.values(item)) {
        expect(answer.text).toContain(`id="${operationId}"`);
        expect(answer.text).toContain(summary);
      }
      expect(answer.text).toContain(path);
    }
    for (const name of Object.keys(document.components.schemas))
      expect(answer.text).toContain(`<article id="${name}">`);
  });

  it('has no link to a place that is not there', async () => {
    const { text } = await send('GET', '/docs');
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });
});
