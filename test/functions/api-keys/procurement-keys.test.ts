import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../functions/routes.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { aUser, pagesOf, unique } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

/** Keys that authenticate procurement systems in their cXML documents. */

const { admin } = useService();

const KEY = { name: 'Ariba', role: 'procurement', identity: 'AN01', domain: 'NetworkId' };
const create = (body: object, key = admin) => send('POST', '/keys', { key, body });
const idsSeenBy = async (key: string) => (await pagesOf('/keys?limit=5', key)).flat();

describe('a key for a procurement system', () => {
  it('shows whom it proves, and for whom it may sign in: one user', async () => {
    const userId = await aUser();
    const { status, body } = await create({ ...KEY, userId });
    expect(status).toBe(201);
    const { key, ...shown } = body;
    expect(shown).toMatchObject({ ...KEY, userId, domains: null });
    expect(shown).not.toHaveProperty('incarnation');
    const listed = (await send('GET', '/keys?limit=100', { key: admin })).body.items;
    expect(listed).toContainEqual(shown);
    expect(key).toMatch(/^lk_/);
  });

  it('or those of domains', async () => {
    const { body } = await create({ ...KEY, domains: ['ACME.com'] });
    expect(body).toMatchObject({ ...KEY, userId: null, userField: null, domains: ['acme.com'] });
  });

  it('and then the field of the document that names the user', async () => {
    const { body } = await create({ ...KEY, domains: ['acme.com'], userField: 'User email' });
    expect(body.userField).toBe('User email');
  });

  it.each<[object, string[]]>([
    [{}, ['/userId']],
    [{ identity: undefined, userId: 'x' }, ['/identity']],
    [{ domain: undefined, userId: 'x' }, ['/domain']],
    [{ identity: '', userId: 'x' }, ['/identity']],
    [{ identity: 'x'.repeat(129), userId: 'x' }, ['/identity']],
    [{ domain: 'x'.repeat(65), userId: 'x' }, ['/domain']],
    [{ domain: 'a\nb', userId: 'x' }, ['/domain']],
    [{ userId: 'x', domains: ['acme.com'] }, ['/userId']],
    [{ userId: 'a b' }, ['/userId']],
    [{ userId: null }, ['/userId']],
    [{ userId: 'x', userField: 'UserEmail' }, ['/userField']],
    [{ domains: ['acme.com'], userField: 'x'.repeat(65) }, ['/userField']],
    [{ domains: ['acme.com'], userField: ' ' }, ['/userField']],
    [{ domains: [] }, ['/domains']],
    [{ role: 'storefront' }, ['/identity', '/domain']],
    [
      { role: 'viewer', identity: undefined, domain: undefined, domains: ['acme.com'], userField: 'x' },
      ['/userField'],
    ],
    [{ role: 'storefront', identity: undefined, domain: undefined, userId: 'x' }, ['/userId']],
    [
      { role: 'admin', identity: undefined, domain: undefined, userId: 'x', domains: ['acme.com'] },
      ['/userId'],
    ],
  ])('is refused with %j, pointing at %j', async (change, pointers) => {
    expectProblem(await create({ ...KEY, ...change }), 'invalid_request', pointers);
  });

  it('has no secret in its names', async () => {
    const userId = await aUser();
    expectProblem(await create({ ...KEY, identity: admin, userId }), 'invalid_request', ['/identity']);
    expectProblem(await create({ ...KEY, domain: admin, userId }), 'invalid_request', ['/domain']);
  });

  it('is for a user that exists', async () => {
    expectProblem(await create({ ...KEY, userId: 'nobody' }), 'user_not_found');
  });

  it('may ask who it is, and nothing else', async () => {
    const { key } = (await create({ ...KEY, userId: await aUser() })).body;
    const me = await send('GET', '/me', { key });
    expect(me.body).toMatchObject({ name: 'Ariba', role: 'procurement', permissions: ['punchout:start'] });
    for (const route of ROUTES.filter(
      ({ permission }) => !['public', 'authenticated'].includes(permission),
    )) {
      const answer = await send(route.method, route.path.replace('{id}', 'x'), { key });
      expect(answer.status, `${route.method} ${route.path}`).toBe(403);
    }
  });
});

describe('an administrator limited to domains', () => {
  let limited: string;
  beforeAll(async () => {
    limited = await makeKey('admin', ['acme.com']);
  });

  it('makes keys for users and domains within them, sees them and deletes them', async () => {
    for (const whom of [{ userId: await aUser() }, { domains: ['acme.com'] }]) {
      const { status, body } = await create({ ...KEY, ...whom }, limited);
      expect(status).toBe(201);
      expect(await idsSeenBy(limited)).toContain(body.id);
      expect((await send('DELETE', `/keys/${body.id}`, { key: limited })).status).toBe(204);
    }
  });

  it('is told of the domains of a key for one user only those that are its own', async () => {
    const userId = await aUser();
    const wide = await makeKey('admin', ['acme.com', 'globex.com']);
    const other = await makeKey('admin', ['globex.com']);
    const ofWide = (await create({ ...KEY, userId }, wide)).body.id;
    await aUser({ email: `${unique('x')}@globex.com` }, userId);
    const ofOther = (await create({ ...KEY, userId }, other)).body.id;
    await aUser({}, userId);
    const domainsSeenBy = async (key: string) => {
      const { items } = (await send('GET', '/keys?limit=100', { key })).body;
      return [ofWide, ofOther].map((id) => items.find((one: { id: string }) => one.id === id)?.domains);
    };
    expect(await domainsSeenBy(admin)).toEqual([['acme.com', 'globex.com'], ['globex.com']]);
    expect(await domainsSeenBy(wide)).toEqual([['acme.com', 'globex.com'], ['globex.com']]);
    expect(await domainsSeenBy(limited)).toEqual([['acme.com'], []]);
  });

  it('makes none for others, and does not learn whether they exist', async () => {
    const outside = await aUser({ email: `${unique('x')}@elsewhere.org` });
    for (const whom of [{ userId: outside }, { userId: 'nobody' }, { domains: ['elsewhere.org'] }])
      expectProblem(await create({ ...KEY, ...whom }, limited), 'forbidden');
  });

  it('sees and deletes none for others, nor for a user who is gone, or is another one by now', async () => {
    const outside = await aUser({ email: `${unique('x')}@elsewhere.org` });
    const gone = await aUser();
    const again = await aUser();
    const hidden = await Promise.all(
      [outside, gone, again].map(async (userId) => (await create({ ...KEY, userId })).body.id),
    );
    for (const id of [gone, again]) await send('DELETE', `/users/${id}`, { key: admin });
    await aUser({}, again);
    const seen = await idsSeenBy(limited);
    for (const id of hidden) {
      expect(seen).not.toContain(id);
      expectProblem(await send('DELETE', `/keys/${id}`, { key: limited }), 'key_not_found');
      expect((await send('DELETE', `/keys/${id}`, { key: admin })).status).toBe(204);
    }
  });
});
