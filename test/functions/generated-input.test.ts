import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { accessOf, type Route } from '../../functions/http/route.ts';
import { ROUTES } from '../../functions/routes.ts';
import { db } from '../../functions/runtime/database.ts';
import { permits, ROLES } from '../../shared/principal/role.ts';
import { CXML_DOOR } from '../../shared/token/token.ts';
import { type Answer, send } from '../support/api.ts';
import { makeToken } from '../support/domain.ts';
import {
  expectConventionalHeaders,
  expectOAuthErrorBody,
  expectPolicy,
  expectProblemDocument,
} from '../support/expect-problem.ts';
import { useService } from '../support/fixture.ts';
import { type GeneratedRequest, pathOf, requestsTo, type World } from '../support/generated-requests.ts';
import { acceptedBy } from '../support/generated-values.ts';
import { aToken, aUser, CALLBACK } from '../support/given.ts';
import { makeKey } from '../support/keys.ts';

/** For any request to any route: no 5xx, and every refusal is a problem document of the closed set. */

// A history of two days: the list of events looks at every day of it.
vi.hoisted(() => {
  process.env.HISTORY_RETENTION_DAYS = '2';
});

const { log } = useService({ settings: { callbackUrl: CALLBACK } });
/** Requests for each route: fewer where the route has tables, since the engine takes nearly all of the time. */
const casesOf = (route: Route) => (Object.keys(accessOf(route)).length > 0 ? 400 : 2_000);
/** Sent at the same time. */
const AT_ONCE = 5;

const ids = { user: [] as string[], token: [] as string[], key: [] as string[], principal: ['oidc:ada'] };
const strings: string[] = [];
const codes: string[] = [];
const accessTokens: string[] = [];
const setUps: string[] = [];
const keys: { role: (typeof ROLES)[number]; limited: boolean; string: string }[] = [];

beforeAll(async () => {
  for (const role of ROLES) {
    keys.push({ role, limited: false, string: await makeKey(role) });
    keys.push({ role, limited: true, string: await makeKey(role, ['acme.com']) });
  }
  for (let made = 0; made < 40; made++) {
    const userId = await aUser(made % 4 ? {} : { email: undefined, disabled: made % 8 === 0 });
    ids.user.push(userId);
    const { id, token } = await aToken({
      ...(made % 8 && made % 3 && { userId }),
      ...(made % 3 === 0 && { purpose: 'procurement' }),
      maxUses: made % 4 ? null : 1,
    });
    ids.token.push(id);
    strings.push(token);
    ids.key.push((await makeKey('viewer')).slice(3, 25));
    // Offboarding deletes them.
    if (made % 4 === 0) ids.principal.push(`key:${(await makeKey('viewer')).slice(3, 25)}`);
  }
  // A start page opens as long as the key lives that set it up.
  const buyer = { id: `key:${(await makeKey('procurement')).slice(3, 25)}`, name: 'Buyer' };
  for (let made = 0; made < 5; made++) {
    const request = { purpose: 'procurement', door: CXML_DOOR, maxUses: null } as const;
    setUps.push((await makeToken(db, request, buyer)).string);
  }
  const { token } = await aToken({ oneTimeUse: false });
  for (let made = 0; made < 10; made++) {
    const key = keys.filter(({ role, limited }) => role === 'storefront' && !limited)[0]?.string;
    const { body } = await send('POST', '/tokens/redeem', { key, body: { token } });
    accessTokens.push(body.session.accessToken);
  }
});

/** Credentials that the body or the query of this path may present. */
function stringsFor(path: string): readonly string[] {
  if (path === '/sessions/exchange') return codes;
  if (path === '/punchout/cxml') return setUps;
  return path.startsWith('/sessions') ? accessTokens : strings.slice(0, 20);
}

/** Codes of uses of one token. */
async function makeCodes(): Promise<string[]> {
  const { token } = await aToken({ oneTimeUse: false });
  const presses = Array.from({ length: 200 }, () => send('POST', '/login', { form: { token } }));
  const answers = await Promise.all(presses);
  return answers.map(({ headers }) => new URL(headers.Location ?? 'about:').searchParams.get('code') ?? '');
}

function worldOf({ path, permission, unlimitedOnly }: Route): World {
  const own = path.startsWith('/users') ? ids.user : path.startsWith('/keys') ? ids.key : ids.token;
  const principals = path.endsWith('/reinstate') ? ['oidc:ada'] : ids.principal;
  const open = permission === 'public' || permission === 'authenticated';
  const may = ({ role, limited }: (typeof keys)[number]) =>
    (open || permits(role, permission)) && !(unlimitedOnly && limited);
  return {
    ids: path.startsWith('/principals') ? principals : [...own, ids.user[0] ?? '', ids.token[0] ?? ''],
    strings: stringsFor(path),
    right: keys.filter(may).map(({ string }) => string),
    wrong: [...keys.filter((key) => !may(key)).map(({ string }) => string), strings[0] ?? '', 'lk_nonsense'],
  };
}

async function expectGoodManners(route: Route, request: GeneratedRequest): Promise<Answer> {
  const target = pathOf(route, request.id) + (request.query && `?${request.query}`);
  const { raw, headers, credentials: key } = request;
  const answer = await send(route.method, target, { key, headers, ...(raw !== undefined && { raw }) });
  try {
    if (isDoor(route)) expectDoorManners(route, answer);
    else expectManners(route, answer);
  } catch (error) {
    throw new Error(
      `${route.method} ${target} ${raw ?? ''}\n${JSON.stringify(headers)}\n${answer.status} ${answer.text}\n${JSON.stringify(log.lines().filter(({ error }) => error))}`,
      { cause: error },
    );
  }
  return answer;
}

function expectManners({ oauth }: Route, answer: Answer): void {
  expect(answer.status, answer.text).toBeLessThan(500);
  if (answer.status >= 400) {
    if (oauth) expectOAuthErrorBody(answer);
    else expectProblemDocument(answer);
    return;
  }
  expect([200, 201, 204, 302]).toContain(answer.status);
  expectPolicy(answer);
  if (!answer.headers['Cache-Control']?.startsWith('public')) expectConventionalHeaders(answer);
}

/** Routes outside the API answer with pages for people or cXML for procurement systems, never JSON. */
function expectDoorManners({ bodyType }: Route, answer: Answer): void {
  expect(answer.status, answer.text).toBeLessThan(500);
  expect(answer.headers['Cache-Control']).toBe('no-store');
  expect(answer.headers['X-Content-Type-Options']).toBe('nosniff');
  expectPolicy(answer);
  if (bodyType === 'xml') {
    expect(answer.headers['Content-Type']).toBe('text/xml; charset=utf-8');
    expect(answer.text).toMatch(/^<\?xml .*<Status code="\d{3}"/s);
    return;
  }
  expect(answer.headers['Referrer-Policy']).toBe('no-referrer');
  if (answer.status === 307) {
    expect(answer.headers.Location).toMatch(/\/punchout\/oci(\?|$)/);
  } else if (answer.status === 303) {
    expect(answer.headers.Location).toMatch(/^https:\/\/shop\.example\/callback\?.*code=/);
  } else {
    expect(answer.headers['Content-Type']).toBe('text/html; charset=utf-8');
  }
}

/** Routes that answer with no JSON. */
const isDoor = ({ path }: Route) => path === '/login' || path.startsWith('/punchout/');

/**
 * The order of routes: reading and doors first, while there is little to read and the tokens are usable; then changes,
 * then deleting, and last the settings, which change the other routes.
 */
const rank = (route: Route) => {
  const { method, path } = route;
  if (path === '/settings') return 3;
  return method === 'GET' || isDoor(route) ? 0 : method === 'DELETE' || path.endsWith('/delete') ? 2 : 1;
};
const inOrder = [...ROUTES].sort((a, b) => rank(a) - rank(b));

describe.each(inOrder)('$method $path', (route) => {
  const cases = casesOf(route);

  // Codes live for a minute.
  beforeAll(async () => {
    if (route.path === '/sessions/exchange') codes.push(...(await makeCodes()));
  });

  it('has an example for each field that takes any, or the next test tells little', () => {
    for (const schema of [route.query?.(), route.body?.()]) {
      if (!schema || !('entries' in schema)) continue;
      for (const [name, field] of Object.entries(schema.entries as Record<string, typeof schema>)) {
        if ((field as { wrapped?: { type: string } }).wrapped?.type === 'never') continue;
        expect(acceptedBy(field, worldOf(route)).length, name).toBeGreaterThan(0);
      }
    }
  });

  it(`answers ${cases} generated requests with good manners, and some of them with what they ask for`, async () => {
    let successes = 0;
    const requests = fc.array(requestsTo(route, worldOf(route)), { minLength: AT_ONCE, maxLength: AT_ONCE });
    await fc.assert(
      fc.asyncProperty(requests, async (batch) => {
        const answers = await Promise.all(batch.map((request) => expectGoodManners(route, request)));
        successes += answers.filter(({ status }) => status < 400).length;
      }),
      { numRuns: cases / AT_ONCE, includeErrorInReport: true },
    );
    // cXML reports refusals in the body, and the HTTP status is always 200.
    expect(successes).toBeGreaterThan(route.method === 'DELETE' ? 10 : cases / 100);
  });
});
