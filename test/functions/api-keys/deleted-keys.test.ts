import { describe, expect, it } from 'vitest';
import { type Route, takesRememberedKey } from '../../../functions/http/route.ts';
import { ROUTES } from '../../../functions/routes.ts';
import { db } from '../../../functions/runtime/database.ts';
import { ROLE_PERMISSIONS, ROLES, type Role } from '../../../shared/principal/role.ts';
import { send } from '../../support/api.ts';
import { expectRefusal } from '../../support/expect-problem.ts';
import { requestsOf } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { MINUTE, pass } from '../../support/frozen-clock.ts';
import { makeKey } from '../../support/keys.ts';

/** What a key may do after it was deleted, while functions remember it: tried on every route of the list. */

const { admin } = useService({ frozen: true });

const ASKING: readonly Route[] = ROUTES.filter(({ permission }) => permission !== 'public');
const name = ({ method, path }: Route) => `${method} ${path}`;

const roleFor = ({ permission }: Route): Role =>
  ROLES.find((role) => (ROLE_PERMISSIONS[role] as readonly string[]).includes(permission)) ?? 'viewer';

/** Without a body that the route takes: it is refused after its credentials are checked, and changes nothing. */
const call = ({ method, path }: Route, key: string) =>
  send(method, `${path.replace('{id}', '0'.repeat(22))}?nonsense=1`, { key, raw: '{' });

/** A key that functions remember. */
async function aRememberedKey(role: Role): Promise<string> {
  const key = await makeKey(role);
  expect((await send('GET', '/me', { key })).status).toBe(200);
  return key;
}

const deleteKey = async (key: string) =>
  expect((await send('DELETE', `/keys/${key.slice(3, 25)}`, { key: admin })).status).toBe(204);

it('three routes alone, which every sign-in calls, take a deleted key for a minute; none else that is no GET', () => {
  const hot = ASKING.filter((route) => route.method !== 'GET' && takesRememberedKey(route)).map(name);
  expect(hot.sort()).toEqual(['POST /sessions/exchange', 'POST /sessions/introspect', 'POST /tokens/redeem']);
});

describe('a key that functions remember', () => {
  it.each(ASKING.filter((route) => !takesRememberedKey(route)))(
    'and that was deleted is refused at once by $method $path, at the cost of one read a request',
    async (route) => {
      const key = await aRememberedKey(roleFor(route));
      const { result, requests } = await requestsOf(db, () => call(route, key));
      expectRefusal(route, result, 'invalid_request');
      expect(requests.map(({ command, input }) => [command, input.TableName])).toEqual([
        ['GetItem', db.tables.keys],
      ]);
      await deleteKey(key);
      expectRefusal(route, await call(route, key), 'unauthenticated');
    },
  );

  it.each(ASKING.filter(takesRememberedKey))(
    'and that was deleted is taken by $method $path for up to a minute, which reads no key',
    async (route) => {
      const key = await aRememberedKey(roleFor(route));
      await deleteKey(key);
      const { result, requests } = await requestsOf(db, () => call(route, key));
      expect(result.status).not.toBe(401);
      expect(requests.filter(({ input }) => input.TableName === db.tables.keys)).toEqual([]);
      pass(MINUTE);
      expectRefusal(route, await call(route, key), 'unauthenticated');
    },
  );
});
