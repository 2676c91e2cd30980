import type { JsonSchema } from '../docs/json-schema.ts';
import { constantMarkup, type Html, html, textOf } from '../pages/html.ts';
import type { Page } from '../pages/layout.ts';
import type { OpenApiDocument, Operation } from './document.ts';
import { REFERENCE_STYLE, REFERENCE_STYLE_HASH } from './reference-style.ts';

type Listed = { id: string; method: string; path: string; operation: Operation };

/** The document as one page without script, which a browser can search and print. */
export function referencePage({ info, paths, components }: OpenApiDocument): Page {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  const groups = [...new Set(operations.map(({ operation }) => operation.tags[0]))].map(
    (name) => [name, operations.filter(({ operation }) => operation.tags[0] === name)] as const,
  );
  const schemas = Object.entries(components.schemas);
  return {
    html: textOf(html`
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width,initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>${info.title}: HTTP API</title>
          ${STYLE_ELEMENT}
        </head>
        <body>
          <nav aria-label="Operations">
            ${groups.map(
              ([name, listed]) => html`
                <h2>${name}</h2>
                <ul>${listed.map(navigationItem)}</ul>
              `,
            )}
            <h2><a href="#schemas">Schemas</a></h2>
          </nav>
          <main>
            <h1>${info.title}: HTTP API</h1>
            <p>${info.description} <a href="/openapi.json">OpenAPI 3.1 document</a></p>
            <p>
              Credentials are sent as <code>Authorization: Bearer …</code>. Errors are problem documents
              (RFC 9457): <a href="#Problem">Problem</a>.
            </p>
            ${groups.map(
              ([name, listed]) => html`<section><h2>${name}</h2>${listed.map(operationArticle)}</section>`,
            )}
            <section id="schemas">
              <h2>Schemas</h2>
              ${schemas.map(([name, schema]) => schemaArticle(name, schema))}
            </section>
          </main>
        </body>
      </html>
    `),
    contentSecurityPolicy: [
      "default-src 'none'",
      `style-src ${REFERENCE_STYLE_HASH}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

const STYLE_ELEMENT = constantMarkup(`<style>${REFERENCE_STYLE}</style>`);

const navigationItem = ({ id, method, path }: Listed): Html =>
  html`<li><a href="#${id}"><b class="method">${method}</b> ${path}</a></li>`;

function operationArticle({ id, method, path, operation }: Listed): Html {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const [body] = Object.entries(requestBody?.content ?? {});
  return html`
    <article id="${id}">
      <h3><b class="method">${method}</b> <code>${path}</code></h3>
      <p><strong>${summary}.</strong> ${description && prose(description)}</p>
      ${
        parameters.length > 0 &&
        html`
          <h4>Parameters</h4>
          <dl>
            ${parameters.map(({ name, in: place, required, description, schema }) =>
              entry(`${name}`, `${place}${required ? ', required' : ''}`, schema, description),
            )}
          </dl>
        `
      }
      ${
        body &&
        html`
          <h4>Body</h4>
          <p>${typeMarkup(body[1].schema)} as <code>${body[0]}</code>${requestBody?.required ? '' : ', or none'}</p>
          ${'properties' in body[1].schema && propertiesList(body[1].schema)}
        `
      }
      <h4>Answers</h4>
      <dl>
        ${Object.entries(responses).map(([status, { description, content = {} }]) => {
          const [schema] = Object.values(content).flatMap((one) => (one.schema ? [one.schema] : []));
          return html`
            <dt><b>${status}</b> ${schema && typeMarkup(schema)}</dt>
            <dd>${prose(description)}</dd>
          `;
        })}
      </dl>
    </article>
  `;
}

function schemaArticle(name: string, schema: JsonSchema): Html {
  const description = textIn(schema.description);
  return html`
    <article id="${name}">
      <h3><code>${name}</code></h3>
      ${description && html`<p>${prose(description)}</p>`}
      ${'properties' in schema ? propertiesList(schema) : html`<p>${typeMarkup(schema)}</p>`}
    </article>
  `;
}

function propertiesList({ properties, required = [] }: JsonSchema): Html {
  const names = required as readonly string[];
  return html`
    <dl>
      ${Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) =>
        entry(name, names.includes(name) ? '' : 'may be absent', schema, textIn(schema.description)),
      )}
    </dl>
  `;
}

const entry = (name: string, note: string, schema: JsonSchema, description: string | undefined): Html => html`
  <dt><code>${name}</code> ${typeMarkup(schema)} ${note && html`<i>${note}</i>`}</dt>
  <dd>${description && prose(description)}</dd>
`;

/** The type of a schema in TypeScript notation. A named schema is a link to its article. */
function typeMarkup(schema: JsonSchema): Html {
  const { $ref, oneOf, anyOf = oneOf, items, type, format } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    return html`<a class="type" href="#${name}">${name}</a>`;
  }
  if (Array.isArray(anyOf)) return union(anyOf.map(typeMarkup));
  if (Array.isArray(schema.enum)) return union(schema.enum.map((value) => word(JSON.stringify(value))));
  if ('const' in schema) return word(JSON.stringify(schema.const));
  if (items) return html`${typeMarkup(items as JsonSchema)}${word('[]')}`;
  const types = [type].flat().map((one) => (format && one === 'string' ? String(format) : String(one)));
  return union(types.map(word));
}

const word = (text: string): Html => html`<span class="type">${text}</span>`;
const union = (types: readonly Html[]): Html =>
  html`${types.map((type, at) => html`${at > 0 && ' | '}${type}`)}`;

/** Markup of a text in which backquotes enclose code. */
const prose = (text: string): Html =>
  html`${text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
