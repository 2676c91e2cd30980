import { beforeAll, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../functions/http/problem.ts';
import { ROUTES } from '../../functions/routes.ts';
import { ROLE_PERMISSIONS, ROLES, type Role } from '../../shared/principal/role.ts';
import { send } from '../support/api.ts';
import { expectConventionalHeaders, expectProblem, expectRefusal } from '../support/expect-problem.ts';
import { useService } from '../support/fixture.ts';
import { makeKey } from '../support/keys.ts';

const { admin } = useService();
const keys = {} as Record<Role, string>;

beforeAll(async () => {
  for (const role of ROLES) keys[role] = await makeKey(role);
});

const concrete = (path: string) => path.replace('{id}', '0'.repeat(22));
const withCredentials = ROUTES.filter(({ permission }) => permission !== 'public');

describe('who calls', () => {
  it('anybody may ask for the health of the service', async () => {
    const answer = await send('GET', '/health');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok' });
    expect(answer.headers['Content-Type']).toBe('application/json');
    expectConventionalHeaders(answer);
  });

  it.each(withCredentials)(
    '$method $path takes credentials, before it looks at anything else',
    async (route) => {
      const answer = await send(route.method, `${concrete(route.path)}?nonsense=1`, { raw: '{' });
      expectRefusal(route, answer, 'unauthenticated');
      expect(answer.headers['WWW-Authenticate']).toMatch(route.oauth ? /^Basic .*, Bearer$/ : /^Bearer$/);
    },
  );

  it.each([
    'Basic YTpi',
    'Bearer',
    'Bearer ',
    'Bearer nonsense',
    `Bearer lk_${'0'.repeat(61)}`,
    'Bearer two words',
    'lk_x',
  ])('«%s» is no credential', async (authorization) => {
    const answer = await send('GET', '/me', { headers: { authorization } });
    expectProblem(answer, 'unauthenticated');
    expect(answer.headers['WWW-Authenticate']).toMatch(/^Bearer( error="invalid_token")?$/);
  });

  it('a good key with another secret is no credential, and neither is a key with a typo', async () => {
    const own = keys.admin;
    const other = keys.viewer;
    const mixed = own.slice(0, 25) + other.slice(25, 58) + own.slice(58);
    expectProblem(await send('GET', '/me', { key: mixed }), 'unauthenticated');
    const typo = own.slice(0, 40) + (own[40] === 'a' ? 'b' : 'a') + own.slice(41);
    expectProblem(await send('GET', '/me', { key: typo }), 'unauthenticated');
  });

  it('the scheme is not case-sensitive (RFC 9110, section 11.1)', async () => {
    const headers = { authorization: `bEARER ${keys.viewer}` };
    expect((await send('GET', '/me', { headers })).status).toBe(200);
  });

  it.each(ROLES)('/me tells a %s who it is and what it may do', async (role) => {
    const answer = await send('GET', '/me', { key: keys[role] });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^key:[0-9A-Za-z]{22}$/),
      name: `${role} of a test`,
      role,
      permissions: ROLE_PERMISSIONS[role],
      domains: null,
    });
    expectConventionalHeaders(answer);
  });

  it('/me tells the domains that a principal is limited to', async () => {
    const key = await makeKey('editor', ['acme.com', 'example.org']);
    expect((await send('GET', '/me', { key })).body.domains).toEqual(['acme.com', 'example.org']);
  });

  it.each(
    withCredentials.flatMap((route) =>
      ROLES.filter(
        (role) =>
          route.permission !== 'authenticated' &&
          !(ROLE_PERMISSIONS[role] as readonly string[]).includes(route.permission),
      ).map((role) => ({ ...route, role })),
    ),
  )('$method $path is not for a $role, whatever it sends', async ({ method, path, role, oauth }) => {
    const answer = await send(method, `${concrete(path)}?nonsense=1`, { key: keys[role], raw: '{' });
    expectRefusal({ oauth }, answer, 'forbidden');
  });
});

describe('paths and methods', () => {
  it.each(['/nothing', '/tokens/', '/users//', '/tokens/a/b', '/tokens/a%2Fb', '/users/c%2F42', '/Tokens'])(
    'there is nothing at %s',
    async (path) => {
      expectProblem(await send('GET', path, { key: keys.admin }), 'not_found');
    },
  );

  it.each([
    ['POST', '/health', 'GET, HEAD'],
    ['PUT', '/tokens', 'GET, HEAD, POST'],
    ['PATCH', '/users/c-42', 'DELETE, GET, HEAD, PUT'],
    ['GET', '/tokens/delete/', undefined],
    ['PUT', '/tokens/x', 'DELETE, GET, HEAD, PATCH'],
    ['DELETE', '/statistics', 'GET, HEAD'],
    ['GET', '/tokens/redeem', 'POST'],
    ['GET', '/sessions/exchange', 'POST'],
  ])('%s %s is told what the path takes: %s', async (method, path, allow) => {
    const answer = await send(method, path);
    expectProblem(answer, allow ? 'method_not_allowed' : 'not_found');
    expect(answer.headers.Allow?.split(', ').sort().join(', ')).toBe(allow);
  });
});

describe('query parameters that nobody knows', () => {
  const reading = ROUTES.filter(({ method, permission }) => method === 'GET' && permission === 'public');
  const pages = ['/', '/docs', '/login', '/punchout/cxml', '/punchout/oci'];

  it.each(reading.filter(({ path }) => !pages.includes(path)))('are refused by $path', async ({ path }) => {
    expectProblem(await send('GET', `${path}?utm_source=a`), 'invalid_request', ['/utm_source']);
  });

  it.each(pages)('are let be by the page %s, however often', async (path) => {
    const expected = await send('GET', path);
    const answer = await send('GET', `${path}?utm_source=a&utm_source=b`);
    expect([answer.status, answer.headers.Location]).toEqual([expected.status, expected.headers.Location]);
  });
});

it('HEAD is told what the path takes as others are, without a body', async () => {
  const answer = await send('HEAD', '/sessions/exchange');
  expect([answer.status, answer.headers.Allow, answer.text]).toEqual([405, 'POST', '']);
});

describe('problem documents', () => {
  it('have codes of a closed set in snake_case, each with a status of its own kind', () => {
    for (const [code, { status, title }] of Object.entries(PROBLEMS)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).not.toBe('');
    }
  });

  it('carry the id of the request, another one each time', async () => {
    const [one, two] = [await send('GET', '/nothing'), await send('GET', '/nothing')];
    expect(one.body.requestId).toBe(one.headers['X-Request-Id']);
    expect(one.body.requestId).not.toBe(two.body.requestId);
  });

  it('answers without a body have the conventional headers too', async () => {
    const { body } = await send('POST', '/tokens', { key: admin, body: {} });
    const answer = await send('DELETE', `/tokens/${body.id}`, { key: keys.admin });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expectConventionalHeaders(answer);
  });
});
