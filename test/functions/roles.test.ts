import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../functions/http/route.ts';
import { ROUTES } from '../../functions/routes.ts';
import type { Role } from '../../shared/principal/role.ts';
import { send } from '../support/api.ts';
import { expectProblem, expectRefusal } from '../support/expect-problem.ts';
import { useService } from '../support/fixture.ts';
import { aToken, aUser } from '../support/given.ts';
import { makeKey } from '../support/keys.ts';

/** Each role on every route of the list, so that a new route is covered. */

const { admin } = useService();
let userId: string;
let tokenId: string;
let tokenString: string;

beforeAll(async () => {
  userId = await aUser();
  ({ id: tokenId, token: tokenString } = await aToken({ userId, maxUses: null }));
});

const target = ({ path }: Route) => path.replace('/users/{id}', `/users/${userId}`).replace('{id}', tokenId);
const call = async (route: Route, role: Role) =>
  send(route.method, target(route), { key: await makeKey(role) });

/** Routes that need credentials. */
const ASKING: readonly Route[] = ROUTES.filter(({ permission }) => permission !== 'public');
const state = async () => {
  const key = admin;
  const paths = [`/users/${userId}`, `/tokens/${tokenId}`, '/users', '/tokens'];
  return Promise.all(paths.map(async (path) => (await send('GET', path, { key })).body));
};

const READING = (route: Route) => route.method === 'GET';

describe('a viewer', () => {
  it.each(ASKING.filter((route) => !READING(route)))('cannot $method $path', async (route) => {
    const before = await state();
    expectRefusal(route, await call(route, 'viewer'), 'forbidden');
    expect(await state()).toEqual(before);
  });

  const HIDDEN = ['/keys', '/settings', '/principals/offboarded'];
  it.each(ASKING.filter((route) => READING(route) && !HIDDEN.includes(route.path)))(
    'can $method $path',
    async (route) => {
      expect((await call(route, 'viewer')).status).not.toBe(403);
    },
  );

  it.each(HIDDEN)('cannot see %s', async (path) => {
    expectProblem(await send('GET', path, { key: await makeKey('viewer') }), 'forbidden');
  });
});

describe('an editor', () => {
  const FORBIDDEN = [
    ...['/keys', '/keys/{id}', '/settings', '/tokens/redeem'],
    ...['/sessions/exchange', '/sessions/introspect', '/sessions/revoke'],
    ...['/users/{id}/sessions/revoke', '/tokens/{id}/sessions/revoke'],
  ];
  it.each(ROUTES.filter(({ path }) => FORBIDDEN.includes(path)))('cannot $method $path', async (route) => {
    expectRefusal(route, await call(route, 'editor'), 'forbidden');
  });
});

describe('a storefront', () => {
  const OPEN = ['/me', '/tokens/redeem', '/sessions/exchange', '/sessions/introspect', '/sessions/revoke'];
  it.each(ASKING.filter(({ path }) => !OPEN.includes(path)))('cannot $method $path', async (route) => {
    expectProblem(await call(route, 'storefront'), 'forbidden');
  });

  it('can redeem', async () => {
    const key = await makeKey('storefront');
    expect((await send('POST', '/tokens/redeem', { key, body: { token: tokenString } })).status).toBe(200);
  });
});

it.each(['admin', 'editor', 'viewer'] as const)('the role %s cannot redeem', async (role) => {
  const answer = await send('POST', '/tokens/redeem', {
    key: await makeKey(role),
    body: { token: tokenString },
  });
  expectProblem(answer, 'forbidden');
});
