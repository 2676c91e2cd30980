import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonSchema } from '../../functions/docs/json-schema.ts';
import { openApiDocument } from '../../functions/openapi/document.ts';
import { send } from '../support/api.ts';
import { useService } from '../support/fixture.ts';
import { aToken, aUser, CALLBACK } from '../support/given.ts';
import { ABSENT, validRequests } from '../support/valid-requests.ts';

/** What the OpenAPI document allows, the routes take: no request that is valid by it is answered 400, 413 or 415. */

// A history of two days: the list of events looks at every day of it.
vi.hoisted(() => {
  process.env.HISTORY_RETENTION_DAYS = '2';
});

const { admin, storefront } = useService({ settings: { callbackUrl: CALLBACK } });
const document = openApiDocument('https://login.example.com');

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

const HOUR = 3_600_000;
const soon = fc
  .integer({ min: 1, max: 23 })
  .map((hours) => new Date(Date.now() + hours * HOUR).toISOString());
const later = fc
  .date({ min: new Date(Date.now() + HOUR), max: new Date('9998-12-31'), noInvalidDate: true })
  .map((instant) => instant.toISOString());
const fewUrls = fc.array(fc.webUrl({ validSchemes: ['https'] }), { maxLength: 3 });

/** Rules that JSON Schema has no words for, with those of the document, and values that keep them. */
const RULES: Readonly<Record<string, { says: RegExp; values: fc.Arbitrary<unknown> }>> = {
  // Within a day, since any of them may be an impersonation.
  'createToken.expiresAt': { says: /in the future/, values: fc.oneof(soon, fc.constant(null)) },
  'updateToken.expiresAt': { says: /in the future/, values: fc.oneof(later, fc.constant(null)) },
  // Within the longest life of a key, a setting.
  'createApiKey.expiresAt': { says: /in the future/, values: fc.oneof(soon, fc.constant(null)) },
  'rotateApiKey.expiresAt': { says: /in the future/, values: fc.oneof(soon, fc.constant(null)) },
  // These tokens are no procurement tokens.
  'rotateToken.overlap': { says: /for procurement alone/, values: fc.constantFrom(ABSENT, 0) },
  // The test has its key in a header.
  ...Object.fromEntries(
    ['introspectSession', 'revokeSession'].flatMap((operationId) => [
      [`${operationId}.client_id`, { says: /sent as `client_secret`/, values: fc.constant(ABSENT) }],
      [`${operationId}.client_secret`, { says: /where no header has it/, values: fc.constant(ABSENT) }],
    ]),
  ),
  // Both ends of a span together, which has a limit.
  'getStatistics.from': { says: /days before/, values: fc.constant(ABSENT) },
  'putSettings.appUrl': { says: /deployment allows/, values: fc.constantFrom(ABSENT, null) },
  // The length of a list in all.
  'putSettings.allowedReturnUrls': { says: /characters together/, values: fewUrls },
  'putSettings.frameAncestors': {
    says: /characters together/,
    values: fewUrls.map((urls) => urls.map((url) => new URL(url).origin)),
  },
  // Only a list can make its cursor.
  ...Object.fromEntries(
    operations
      .filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'cursor'))
      .map(({ operation }) => [
        `${operation.operationId}.cursor`,
        { says: /`nextCursor` of the previous page/, values: fc.constant(ABSENT) },
      ]),
  ),
};

/** Ids of what exists, so that some requests get to the end. */
const existing = { users: [] as string[], tokens: [] as string[] };
beforeAll(async () => {
  for (let made = 0; made < 5; made++) {
    existing.users.push(await aUser());
    existing.tokens.push((await aToken({ oneTimeUse: false })).id);
  }
});

function valuesOf(path: string, operationId: string) {
  const ids = path.startsWith('/users') ? existing.users : path.startsWith('/tokens') ? existing.tokens : [];
  return {
    ...Object.fromEntries(Object.entries(RULES).map(([at, { values }]) => [at, values])),
    ...(ids.length > 0 && { [`${operationId}.id`]: fc.constantFrom(...ids) }),
  };
}

/** Requests to each route: fewer where one takes a hundred reads. */
const runsOf = (operationId: string) => (operationId === 'getStatistics' ? 10 : 60);

describe.each(operations)('$operation.operationId', ({ method, path, operation }) => {
  it('takes what its schemas allow', async () => {
    const isOfStorefronts = /`(tokens:redeem|sessions:read|sessions:end)`/.test(operation.description ?? '');
    const key = isOfStorefronts ? storefront : admin;
    const takes = async ({
      target,
      headers,
      raw,
    }: {
      target: string;
      headers: Record<string, string>;
      raw?: string | undefined;
    }) => {
      const answer = await send(method, target, { key, headers, ...(raw !== undefined && { raw }) });
      // A page says of a link without a whole token that it is incomplete: a checksum is no pattern.
      if (operation.tags.includes('Pages') && answer.status === 400) return;
      expect(
        [400, 413, 415],
        `${target} ${raw ?? ''} ${JSON.stringify(headers)}\n${answer.text}`,
      ).not.toContain(answer.status);
    };
    const own = valuesOf(path, operation.operationId);
    const ofExisting = validRequests(document, own)(path, operation);
    const { [`${operation.operationId}.id`]: _, ...rules } = own;
    const ofAnyId = validRequests(document, rules)(path, operation);
    await fc.assert(fc.asyncProperty(fc.oneof(ofExisting, ofAnyId), takes), {
      numRuns: runsOf(operation.operationId),
    });
  });
});

describe('the rules without a schema', () => {
  it.each(Object.entries(RULES))('%s: the document has them in words', (at, { says }) => {
    const [operationId, name = ''] = at.split('.');
    const { operation } = operations.find((one) => one.operation.operationId === operationId) ?? {};
    const parameter = operation?.parameters?.find((one) => one.name === name);
    const [body] = Object.values(operation?.requestBody?.content ?? {});
    const named = String(body?.schema.$ref ?? '').replace('#/components/schemas/', '');
    const { properties = {} } = (document.components.schemas as Record<string, JsonSchema>)[named] ?? {};
    const member = (properties as Record<string, JsonSchema>)[name];
    expect(parameter?.description ?? member?.description).toMatch(says);
  });
});
