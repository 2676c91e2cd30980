import { beforeAll, describe, expect, it } from 'vitest';
import { handler as createAdminKey } from '../../../functions/workers/create-admin-key.ts';
import { CREATE_ADMIN_KEY } from '../../../functions/workers/workers.ts';
import { canonicalQuery, formatCursor } from '../../../shared/storage/cursor.ts';
import { send } from '../../support/api.ts';
import { testDatabase } from '../../support/database.ts';
import { roleOfWorker, within } from '../../support/declared-access.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { pagesOf, setSettings } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

const { admin } = useService({ frozen: true });

const create = (body: unknown, key = admin) => send('POST', '/keys', { key, body });
const remove = (id: string, key = admin) => send('DELETE', `/keys/${id}`, { key });
const me = (key: string) => send('GET', '/me', { key });
const KEY = { name: 'Shop', role: 'storefront' };

describe('making a key', () => {
  it('shows its string this once, and never again', async () => {
    const answer = await create(KEY);
    expect(answer.status, answer.text).toBe(201);
    const { key, ...shown } = answer.body;
    expect(key).toMatch(/^lk_[0-9A-Za-z]{61}$/);
    expect(shown).toEqual({
      id: key.slice(3, 25),
      ...KEY,
      domains: null,
      identity: null,
      domain: null,
      userId: null,
      userField: null,
      expiresAt: inFuture(365 * DAY),
      previousUntil: null,
      lastUsedAt: null,
      createdAt: inFuture(0),
      createdBy: { id: (await me(admin)).body.id, name: 'admin of a test' },
      version: 1,
    });
    expectConventionalHeaders(answer);
    const listed = await send('GET', '/keys?limit=100', { key: admin });
    expect(listed.body.items).toContainEqual(shown);
    expect(listed.text).not.toContain(key.slice(25, 58));
    expect(listed.text).not.toMatch(/secret|hash/i);
  });

  it('makes a key that works at once, with the role and the domains that were said', async () => {
    const { body } = await create({ name: 'Acme', role: 'editor', domains: ['Acme.COM', 'münchen.example'] });
    expect((await me(body.key)).body).toMatchObject({
      id: `key:${body.id}`,
      name: 'Acme',
      role: 'editor',
      domains: ['acme.com', 'xn--mnchen-3ya.example'],
    });
  });

  it('may be for a time: the key is refused from its expiry on, to the second', async () => {
    const { body } = await create({ ...KEY, expiresAt: inFuture(MINUTE) });
    expect(body.expiresAt).toBe(inFuture(MINUTE));
    pass(MINUTE - SECOND);
    expect((await me(body.key)).status).toBe(200);
    pass(SECOND);
    expectProblem(await me(body.key), 'unauthenticated');
  });

  it.each([
    [{}, ['/name', '/role']],
    [{ ...KEY, name: '' }, ['/name']],
    [{ ...KEY, name: 'x'.repeat(65) }, ['/name']],
    [{ ...KEY, name: 'a\u0000b' }, ['/name']],
    [{ ...KEY, role: 'root' }, ['/role']],
    [{ ...KEY, role: '__proto__' }, ['/role']],
    [{ ...KEY, domains: [] }, ['/domains']],
    [{ ...KEY, domains: null }, ['/domains']],
    [{ ...KEY, domains: 'acme.com' }, ['/domains']],
    [{ ...KEY, domains: ['acme.com', 'acme'] }, ['/domains/1']],
    [
      { ...KEY, domains: ['@acme.com', '*.acme.com', 'acme..com', 5] },
      [0, 1, 2, 3].map((at) => `/domains/${at}`),
    ],
    [{ ...KEY, domains: Array(51).fill('acme.com') }, ['/domains']],
    [{ ...KEY, expiresAt: inFuture(-SECOND) }, ['/expiresAt']],
    [{ ...KEY, expiresAt: 'never' }, ['/expiresAt']],
    [{ ...KEY, id: 'mine' }, ['/id']],
    [{ ...KEY, key: 'lk_' }, ['/key']],
  ])('refuses %j, pointing at %j', async (body, pointers) => {
    expectProblem(await create(body), 'invalid_request', pointers);
  });
});

describe('an administrator whose own key expires', () => {
  it('makes keys that end with it at the latest', async () => {
    const own = (await create({ name: 'Temp', role: 'admin', expiresAt: inFuture(MINUTE) })).body.key;
    expect((await create({ ...KEY, expiresAt: inFuture(MINUTE) }, own)).status).toBe(201);
    expectProblem(await create({ ...KEY, expiresAt: inFuture(MINUTE + SECOND) }, own), 'forbidden');
    for (const body of [KEY, { ...KEY, expiresAt: null }])
      expect((await create(body, own)).body.expiresAt).toBe(inFuture(MINUTE));
  });
});

describe('the longest life of a key', () => {
  it('is a year when nobody has set it: a key without expiry gets it, and none gets more', async () => {
    for (const body of [KEY, { ...KEY, expiresAt: null }, { ...KEY, expiresAt: inFuture(365 * DAY) }])
      expect((await create(body)).body.expiresAt).toBe(inFuture(365 * DAY));
    const answer = await create({ ...KEY, expiresAt: inFuture(365 * DAY + SECOND) });
    expectProblem(answer, 'invalid_request', ['/expiresAt']);
    expect(answer.text).toContain('must be within 365 days');
  });

  it('is a setting, for keys that are made or rotated from then on', async () => {
    const before = (await create(KEY)).body;
    await setSettings({ keyLifetimeDays: 30 });
    const made = (await create(KEY)).body;
    expect(made.expiresAt).toBe(inFuture(30 * DAY));
    expectProblem(await create({ ...KEY, expiresAt: inFuture(31 * DAY) }), 'invalid_request', ['/expiresAt']);
    const rotate = (id: string, body: object) => send('POST', `/keys/${id}/rotate`, { key: admin, body });
    expectProblem(await rotate(made.id, { expiresAt: inFuture(31 * DAY) }), 'invalid_request', [
      '/expiresAt',
    ]);
    expect((await rotate(before.id, {})).body.expiresAt).toBe(inFuture(30 * DAY));
    const short = (await create({ ...KEY, expiresAt: inFuture(DAY) })).body;
    expect((await rotate(short.id, {})).body.expiresAt).toBe(short.expiresAt);
    await setSettings({});
    expect((await create(KEY)).body.expiresAt).toBe(inFuture(365 * DAY));
  });

  it('is given to a key that never expired, once it is rotated', async () => {
    const local = await makeKey('storefront');
    const { body } = await send('POST', `/keys/${local.slice(3, 25)}/rotate`, { key: admin });
    expect(body.expiresAt).toBe(inFuture(365 * DAY));
  });

  it('holds for the keys that the operator of the account makes', async () => {
    const made = await within(roleOfWorker(CREATE_ADMIN_KEY), () => createAdminKey({ name: 'Operator' }));
    const listed = await send('GET', '/keys?limit=100', { key: made.key });
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ id: made.id, role: 'admin', expiresAt: inFuture(365 * DAY) }),
    );
  });
});

describe('the last use', () => {
  it('is shown by the day', async () => {
    const made = (await create(KEY)).body;
    const shown = async () =>
      (await send('GET', '/keys?limit=100', { key: admin })).body.items.find(
        ({ id }: { id: string }) => id === made.id,
      ).lastUsedAt;
    expect(await shown()).toBeNull();
    await send('POST', '/tokens/redeem', { key: made.key, body: { token: 'nonsense' } });
    expect(await shown()).toBe(`${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`);
  });
});

describe('listing keys', () => {
  it('shows each once, in pages that are full', async () => {
    for (let made = 0; made < 12; made++) await create(KEY);
    const pages = await pagesOf('/keys?limit=5', admin);
    expect(pages.slice(0, -1).every(({ length }) => length === 5)).toBe(true);
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
    expect((await pagesOf('/keys?limit=100', admin)).flat()).toEqual(pages.flat());
  });

  it('refuses a cursor that was tampered with', async () => {
    const { body } = await send('GET', '/keys?limit=1', { key: admin });
    expectProblem(await send('GET', `/keys?cursor=${body.nextCursor}A`, { key: admin }), 'invalid_cursor');
  });

  it.each(['', '~', '\u0000', 'x'.repeat(700)])(
    'answers a cursor made up by somebody who knows how, at the position %j, and does not fail',
    async (position) => {
      const cursor = formatCursor(testDatabase(), canonicalQuery('keys', {}), position);
      const answer = await send('GET', `/keys?cursor=${cursor}`, { key: admin });
      expect([200, 400], answer.text).toContain(answer.status);
    },
  );
});

describe('deleting a key', () => {
  it('is 204, and 404 from then on; the key is in no list', async () => {
    const { body } = await create(KEY);
    expect((await remove(body.id)).status).toBe(204);
    expectProblem(await remove(body.id), 'key_not_found');
    expect((await pagesOf('/keys?limit=100', admin)).flat()).not.toContain(body.id);
  });

  it('lets a deleted key leave no other one behind, not even while it is remembered', async () => {
    const made = (await send('POST', '/keys', { key: admin, body: { name: 'Short-lived', role: 'admin' } }))
      .body;
    expect((await send('GET', '/tokens', { key: made.key })).status).toBe(200);
    await send('DELETE', `/keys/${made.id}`, { key: admin });
    expect((await send('GET', '/tokens', { key: made.key })).status).toBe(200);
    const answer = await send('POST', '/keys', { key: made.key, body: { name: 'Heir', role: 'admin' } });
    expect(answer.status).toBe(401);
  });

  it('refuses a key at once that no function remembers, and everywhere after 60 seconds', async () => {
    const [fresh, cached] = [(await create(KEY)).body, (await create(KEY)).body];
    expect((await me(cached.key)).status).toBe(200);
    await remove(fresh.id);
    await remove(cached.id);
    expectProblem(await me(fresh.key), 'unauthenticated');
    pass(MINUTE);
    expectProblem(await me(cached.key), 'unauthenticated');
    expectProblem(
      await send('POST', '/tokens/redeem', { key: cached.key, body: { token: '' } }),
      'unauthenticated',
    );
  });

  it('is remembered no longer because the key was used meanwhile', async () => {
    const { body } = await create(KEY);
    await me(body.key);
    await remove(body.id);
    for (let used = 0; used < 6; used++) {
      pass(10 * SECOND);
      await me(body.key);
    }
    expectProblem(await me(body.key), 'unauthenticated');
  });

  it.each(['0'.repeat(22), 'short', '__proto__', 'x'.repeat(300)])('there is none called %s', async (id) => {
    expectProblem(await remove(id), 'key_not_found');
  });

  it('may be of the own key', async () => {
    const own = await makeKey('admin');
    expect((await remove(own.slice(3, 25), own)).status).toBe(204);
  });
});

describe('an administrator limited to domains', () => {
  let limited: string;
  beforeAll(async () => {
    limited = await makeKey('admin', ['acme.com', 'acme.nl']);
  });

  it.each([['acme.com'], ['ACME.nl'], ['acme.com', 'acme.nl']])(
    'makes keys within them: %s',
    async (...domains) => {
      const answer = await create({ ...KEY, domains }, limited);
      expect(answer.status, answer.text).toBe(201);
    },
  );

  it.each([[undefined], [['elsewhere.org']], [['acme.com', 'elsewhere.org']], [['sub.acme.com']]])(
    'makes no key that may see more: %j',
    async (domains) => {
      expectProblem(await create({ ...KEY, domains }, limited), 'forbidden');
    },
  );

  it('sees and deletes the keys that it could have made, and no others', async () => {
    const inside = (await create({ ...KEY, domains: ['acme.nl'] })).body;
    const wider = (await create({ ...KEY, domains: ['acme.nl', 'elsewhere.org'] })).body;
    const unlimited = (await create(KEY)).body;
    const seen = (await pagesOf('/keys?limit=3', limited)).flat();
    expect(seen).toContain(inside.id);
    expect(seen).not.toContain(wider.id);
    expect(seen).not.toContain(unlimited.id);
    expectProblem(await remove(wider.id, limited), 'key_not_found');
    expectProblem(await remove(unlimited.id, limited), 'key_not_found');
    expect((await me(unlimited.key)).status).toBe(200);
    expect((await remove(inside.id, limited)).status).toBe(204);
  });
});
