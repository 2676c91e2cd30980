import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import { permits, ROLE_PERMISSIONS } from '../../shared/principal/role.ts';
import { send } from '../support/api.ts';
import { expectProblem, expectRefusal } from '../support/expect-problem.ts';
import { useService } from '../support/fixture.ts';
import { aUser } from '../support/given.ts';
import { makeKey } from '../support/keys.ts';
import { pretendProvider } from '../support/pretend-provider.ts';

const ISSUER = 'https://id.example';
vi.hoisted(() => {
  Object.assign(process.env, {
    OIDC_ISSUER: 'https://id.example',
    OIDC_CLIENT_ID: 'console',
    OIDC_AUDIENCE: 'login-tokens',
    OIDC_ROLES:
      '{"login-tokens-admins":"admin","login-tokens-viewers":"viewer","acme":{"role":"admin","domains":["acme.com"]}}',
  });
});

const { log } = useService();
let there: Awaited<ReturnType<typeof pretendProvider>>;

beforeAll(async () => {
  there = await pretendProvider(ISSUER);
  vi.stubGlobal('fetch', there.fetch);
  return () => vi.unstubAllGlobals();
});

const tokenOf = (groups: string[], claims: object = {}) =>
  there.sign({ sub: 'ada', aud: 'login-tokens', name: 'Ada Admin', groups, ...claims }, Date.now() / 1000);
const ada = () => tokenOf(['login-tokens-admins']);

const concrete = (path: string) => path.replace('{id}', '0'.repeat(22));
const ADMINISTRATIVE = ROUTES.filter(
  ({ permission }) =>
    permission === 'authenticated' || (permission !== 'public' && permits('admin', permission)),
);
const OF_PROGRAMS = ROUTES.filter(
  (route) => route.permission !== 'public' && !ADMINISTRATIVE.includes(route),
);

describe('an access token of the identity provider', () => {
  it('tells /me who bears it, and what they may do', async () => {
    const answer = await send('GET', '/me', { key: await ada() });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id: 'oidc:ada',
      name: 'Ada Admin',
      role: 'admin',
      permissions: ROLE_PERMISSIONS.admin,
      domains: null,
    });
  });

  it.each(ADMINISTRATIVE)('is taken by $method $path', async ({ method, path }) => {
    const answer = await send(method, concrete(path), { key: await ada(), raw: '{' });
    expect(answer.status).not.toBe(401);
    expect(answer.status).not.toBe(403);
  });

  it.each(OF_PROGRAMS)('is not taken by $method $path, which is for programs', async (route) => {
    const answer = await send(route.method, route.path, { key: await ada() });
    expectRefusal(route, answer, 'unauthenticated');
  });

  it('that is not good is told so as a bad key is', async () => {
    const expired = await tokenOf([], { exp: Date.now() / 1000 - 60 });
    const answer = await send('GET', '/me', { key: expired });
    expectProblem(answer, 'unauthenticated');
    expect(answer.headers['WWW-Authenticate']).toBe('Bearer error="invalid_token"');
    const traced = { credential: 'access_token', refusal: 'expired', ip: '192.0.2.1', refusedCredentials: 1 };
    expect(log.last()).toMatchObject(traced);
    expect(log.text()).not.toContain(expired);
  });

  it('of somebody without a role here is told what to do', async () => {
    const answer = await send('GET', '/me', { key: await tokenOf(['staff']) });
    expectProblem(answer, 'forbidden');
    expect(answer.body.detail).toMatch(/groups/);
  });

  it('of a viewer may read and not write', async () => {
    const key = await tokenOf(['login-tokens-viewers']);
    expect((await send('GET', '/tokens', { key })).status).toBe(200);
    expectProblem(await send('POST', '/tokens', { key, body: {} }), 'forbidden');
  });

  it('of somebody limited to domains sees and touches users of those alone', async () => {
    const inside = await aUser({ email: 'jane@acme.com' });
    const outside = await aUser({ email: 'bob@globex.com' });
    const key = await tokenOf(['acme']);
    expect((await send('GET', `/users/${inside}`, { key })).status).toBe(200);
    expectProblem(await send('GET', `/users/${outside}`, { key }), 'user_not_found');
    expectProblem(await send('POST', '/tokens', { key, body: { userId: outside } }), 'forbidden');
    expectProblem(await send('GET', '/settings', { key }), 'forbidden');
  });

  it('names its bearer on what they make, in the history and in the log', async () => {
    const { body } = await send('POST', '/tokens', { key: await ada(), body: {} });
    expect(body.createdBy).toEqual({ id: 'oidc:ada', name: 'Ada Admin' });
    expect(log.last()).toMatchObject({ principal: 'oidc:ada' });
  });

  it('lets an administrator make keys that outlive it, for as long as the settings allow', async () => {
    const answer = await send('POST', '/keys', {
      key: await ada(),
      body: { name: 'Shop', role: 'storefront' },
    });
    expect(answer.status, answer.text).toBe(201);
    const lifetime = Date.parse(answer.body.expiresAt) - Date.parse(answer.body.createdAt);
    expect(lifetime / 86_400_000).toBe(365);
  });

  it('is in no log line', async () => {
    const key = await ada();
    await send('GET', '/me', { key });
    await send('GET', '/me', { key: key.slice(0, -4) });
    expect(JSON.stringify(log.lines())).not.toContain(key.split('.')[1]);
  });
});

it('keys go on to be taken beside the identity provider', async () => {
  expect((await send('GET', '/me', { key: await makeKey('viewer') })).body.role).toBe('viewer');
});

it('when the identity provider does not answer, administrators are told to try again, and keys work', async () => {
  vi.resetModules();
  const key = await ada();
  there.fail(() => new Response(null, { status: 502 }));
  const { handler } = await import('../../functions/service/me.ts');
  const event = {
    rawQueryString: '',
    headers: { authorization: `Bearer ${key}` },
    requestContext: { requestId: 'one', http: { method: 'GET', sourceIp: '192.0.2.1', userAgent: 'test' } },
  };
  const answer = await handler(event as never, { getRemainingTimeInMillis: () => 29_000 } as never);
  there.recover();
  expect(answer.statusCode).toBe(503);
  expect(answer.headers).toMatchObject({ 'Retry-After': '5' });
  expect(log.lines()).toContainEqual(expect.objectContaining({ identityProvider: 'unavailable' }));
});

it('/sign-in tells the console which provider it is to ask, and may be kept', async () => {
  const answer = await send('GET', '/sign-in');
  expect(answer.body).toEqual({
    oidc: { issuer: ISSUER, clientId: 'console', scope: 'openid profile email' },
  });
  expect(answer.headers['Cache-Control']).toBe('public, max-age=300');
});
