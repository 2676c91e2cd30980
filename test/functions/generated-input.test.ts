import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Route } from '../../functions/http/route.ts';
import { ROUTES } from '../../functions/routes.ts';
import { permits, ROLES } from '../../shared/key/role.ts';
import { type Answer, makeKey, send } from '../support/api.ts';
import { captureLog } from '../support/captured-log.ts';
import { expectConventionalHeaders, expectProblemDocument } from '../support/expect-problem.ts';
import { type GeneratedRequest, pathOf, requestsTo, type World } from '../support/generated-requests.ts';
import { acceptedBy } from '../support/generated-values.ts';
import { aToken, aUser } from '../support/given.ts';
import { makeTables } from '../support/tables.ts';

/** Whatever anybody sends to any route: never a 5xx, and every refusal a problem document of the closed set. */

// A history of two days: the list of events looks at every day of it.
vi.hoisted(() => {
  process.env.HISTORY_RETENTION_DAYS = '2';
});

const log = captureLog();
const CASES = 2_000;
/** Sent side by side. */
const AT_ONCE = 5;

const ids = { user: [] as string[], token: [] as string[], key: [] as string[] };
const strings: string[] = [];
const keys: { role: (typeof ROLES)[number]; limited: boolean; string: string }[] = [];

beforeAll(async () => {
  await makeTables();
  for (const role of ROLES) {
    keys.push({ role, limited: false, string: await makeKey(role) });
    keys.push({ role, limited: true, string: await makeKey(role, ['acme.com']) });
  }
  for (let made = 0; made < 40; made++) {
    const userId = await aUser(made % 4 ? {} : { email: undefined, disabled: made % 8 === 0 });
    ids.user.push(userId);
    const { id, token } = await aToken({
      ...(made % 8 && made % 3 && { userId }),
      maxUses: made % 4 ? null : 1,
    });
    ids.token.push(id);
    strings.push(token);
    ids.key.push((await makeKey('viewer')).slice(3, 25));
  }
});

function worldOf({ path, permission, unlimitedOnly }: Route): World {
  const own = path.startsWith('/users') ? ids.user : path.startsWith('/keys') ? ids.key : ids.token;
  const open = permission === 'public' || permission === 'authenticated';
  const may = ({ role, limited }: (typeof keys)[number]) =>
    (open || permits(role, permission)) && !(unlimitedOnly && limited);
  return {
    ids: [...own, ids.user[0] ?? '', ids.token[0] ?? ''],
    strings: strings.slice(0, 20),
    right: keys.filter(may).map(({ string }) => string),
    wrong: [...keys.filter((key) => !may(key)).map(({ string }) => string), strings[0] ?? '', 'lk_nonsense'],
  };
}

async function expectGoodManners(route: Route, request: GeneratedRequest): Promise<Answer> {
  const target = pathOf(route, request.id) + (request.query && `?${request.query}`);
  const { raw, headers, credentials: key } = request;
  const answer = await send(route.method, target, { key, headers, ...(raw !== undefined && { raw }) });
  try {
    expectManners(answer);
  } catch (error) {
    throw new Error(
      `${route.method} ${target} ${raw ?? ''}\n${JSON.stringify(headers)}\n${answer.status} ${answer.text}\n${JSON.stringify(log.lines().filter(({ error }) => error))}`,
      { cause: error },
    );
  }
  return answer;
}

function expectManners(answer: Answer): void {
  expect(answer.status, answer.text).toBeLessThan(500);
  if (answer.status >= 400) {
    expectProblemDocument(answer);
    return;
  }
  expect([200, 201, 204]).toContain(answer.status);
  expectConventionalHeaders(answer);
}

/** Reading first, while there is little to read; deleting last. */
const rank = ({ method, path }: Route) =>
  method === 'GET' ? 0 : method === 'DELETE' || path.endsWith('/delete') ? 2 : 1;
const inOrder = [...ROUTES].sort((a, b) => rank(a) - rank(b));

describe.each(inOrder)('$method $path', (route) => {
  it('has an example for each field that takes any, or the next test tells little', () => {
    for (const schema of [route.query?.(), route.body?.()]) {
      if (!schema || !('entries' in schema)) continue;
      for (const [name, field] of Object.entries(schema.entries as Record<string, typeof schema>)) {
        if ((field as { wrapped?: { type: string } }).wrapped?.type === 'never') continue;
        expect(acceptedBy(field, worldOf(route)).length, name).toBeGreaterThan(0);
      }
    }
  });

  it(`answers ${CASES} generated requests with good manners, and some of them with what they ask for`, async () => {
    let successes = 0;
    const requests = fc.array(requestsTo(route, worldOf(route)), { minLength: AT_ONCE, maxLength: AT_ONCE });
    await fc.assert(
      fc.asyncProperty(requests, async (batch) => {
        const answers = await Promise.all(batch.map((request) => expectGoodManners(route, request)));
        successes += answers.filter(({ status }) => status < 300).length;
      }),
      { numRuns: CASES / AT_ONCE, includeErrorInReport: true },
    );
    expect(successes).toBeGreaterThan(route.method === 'DELETE' ? 10 : CASES / 100);
  });
});
