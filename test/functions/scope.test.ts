import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import { db } from '../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../functions/workers/record-history.ts';
import { type Answer, send } from '../support/api.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { requestsOf } from '../support/faults.ts';
import { useService } from '../support/fixture.ts';
import { aToken, aUser, idsOf, pagesOf, redeem } from '../support/given.ts';
import { deliver, streamRecords } from '../support/history.ts';
import { makeKey } from '../support/keys.ts';

/** A principal limited to acme.com sees the users and tokens of that domain, and all others as absent. */

const { admin } = useService({ frozen: true });
let editor: string;
let inside: string;
let outside: string;
let addressless: string;
const tokens = {} as Record<
  'inside' | 'outside' | 'addressless' | 'anonymous',
  { id: string; token: string }
>;

beforeAll(async () => {
  editor = await makeKey('editor', ['acme.com']);
  inside = await aUser({ name: 'Jane Inside', email: 'Jane@ACME.com' });
  outside = await aUser({ name: 'Jane Outside', email: 'jane@acme.com.elsewhere.org' });
  addressless = await aUser({ name: 'Jane Addressless', email: undefined });
  tokens.inside = await aToken({ userId: inside, maxUses: null });
  tokens.outside = await aToken({ userId: outside, maxUses: null });
  tokens.addressless = await aToken({ userId: addressless, maxUses: null });
  tokens.anonymous = await aToken({ maxUses: null });
});

const as = (key: string) => (method: string, target: string, body?: unknown) =>
  send(method, target, { key, body });
const call = (method: string, target: string, body?: unknown): Promise<Answer> =>
  as(editor)(method, target, body);
const OUTSIDE = ['outside', 'addressless', 'anonymous'] as const;
const userOf = (name: 'outside' | 'addressless') => (name === 'outside' ? outside : addressless);
const sameApartFromRequest = (one: Answer, two: Answer) => {
  expect({ ...one.body, requestId: '' }).toEqual({ ...two.body, requestId: '' });
  expect(one.status).toBe(two.status);
};

describe('users outside of the domains', () => {
  it.each(['outside', 'addressless'] as const)(
    '%s: are not found, not changed and not deleted',
    async (name) => {
      const id = userOf(name);
      const before = (await as(admin)('GET', `/users/${id}`)).body;
      for (const answer of [await call('GET', `/users/${id}`), await call('DELETE', `/users/${id}`)]) {
        expectProblem(answer, 'user_not_found');
      }
      const inside = { type: 'contact', name: 'Taken', email: 'taken@acme.com' };
      expectProblem(await call('PUT', `/users/${id}`, inside), 'forbidden');
      sameApartFromRequest(await call('GET', `/users/${id}`), await call('GET', '/users/nobody'));
      sameApartFromRequest(await call('DELETE', `/users/${id}`), await call('DELETE', '/users/nobody'));
      const elsewhere = { type: 'contact', name: 'Taken', email: 'taken@elsewhere.org' };
      const put = await call('PUT', `/users/${id}`, elsewhere);
      expectProblem(put, 'forbidden');
      sameApartFromRequest(put, await call('PUT', '/users/nobody', elsewhere));
      expect((await as(admin)('GET', `/users/${id}`)).body).toEqual(before);
    },
  );

  it('are in no list and no search', async () => {
    for (const target of [
      '/users',
      '/users?limit=1',
      '/users?search=jane',
      '/users?type=contact',
      '/users?search=jane%40acme.com',
    ]) {
      expect((await pagesOf(target, editor)).flat(), target).toEqual([inside]);
    }
  });

  it.each(['jane@elsewhere.org', 'jane@sub.acme.com', 'jane@notacme.com', undefined])(
    'are not made, nor is anybody moved there: %s',
    async (email) => {
      const body = { type: 'contact', name: 'Jane', email };
      expectProblem(await call('PUT', '/users/new-one', body), 'forbidden');
      expectProblem(await call('PUT', `/users/${inside}`, body), 'forbidden');
      expect((await call('GET', `/users/${inside}`)).body.email).toBe('Jane@ACME.com');
      expectProblem(await as(admin)('GET', '/users/new-one'), 'user_not_found');
    },
  );
});

describe('users inside', () => {
  it('are made, changed, moved between its domains and deleted', async () => {
    const wide = as(await makeKey('editor', ['acme.com', 'acme.nl']));
    const body = { type: 'contact', name: 'John', email: 'john@acme.com' };
    const path = '/users/john@acme.com';
    expect((await wide('PUT', path, body)).status).toBe(201);
    expect((await wide('PUT', path, { ...body, email: 'john@Acme.NL' })).status).toBe(200);
    for (const answer of [await call('GET', path), await call('PUT', path, body)])
      expectProblem(answer, 'user_not_found');
    expect((await wide('DELETE', path)).status).toBe(204);
  });
});

describe('tokens outside of the domains', () => {
  it.each(OUTSIDE)('%s: are not found by anything', async (name) => {
    const { id, token } = tokens[name];
    for (const answer of [
      await call('GET', `/tokens/${id}`),
      await call('PATCH', `/tokens/${id}`, { extra: 'mine' }),
      await call('POST', `/tokens/${id}/rotate`, {}),
      await call('POST', `/tokens/${id}/rotate`, { userId: inside }),
      await call('POST', `/tokens/${id}/reveal`),
      await call('DELETE', `/tokens/${id}`),
      await call('GET', `/tokens/${id}/events`),
    ]) {
      expectProblem(answer, 'token_not_found');
    }
    sameApartFromRequest(await call('GET', `/tokens/${id}`), await call('GET', `/tokens/${'0'.repeat(22)}`));
    const bulk = await call('POST', '/tokens/delete', { ids: [id] });
    expect(bulk.body).toEqual({ deleted: [], notFound: [id], failed: [] });
    expect((await redeem(token)).status).toBe(200);
  });

  it('are in no list', async () => {
    const ids = Object.values(tokens).map(({ id }) => id);
    for (const query of [
      '',
      'limit=1',
      `ids=${ids.join(',')}`,
      'sort=expiresAt',
      'type=contact',
      'anonymous=false',
    ]) {
      expect((await pagesOf(`/tokens?${query}`, editor)).flat(), query).toEqual([tokens.inside.id]);
    }
    for (const query of [`userId=${outside}`, 'anonymous=true']) {
      expect((await pagesOf(`/tokens?${query}`, editor)).flat(), query).toEqual([]);
    }
  });

  it('are not made: 403, and the same whether the user exists or not', async () => {
    const answers = await Promise.all(
      [{ userId: outside }, { userId: 'nobody' }, { userId: addressless }, {}].map((body) =>
        call('POST', '/tokens', body),
      ),
    );
    for (const answer of answers) {
      expectProblem(answer, 'forbidden');
      sameApartFromRequest(answer, answers[0] as Answer);
    }
  });

  it('are not made by giving one away', async () => {
    for (const userId of [outside, 'nobody']) {
      expectProblem(await call('POST', `/tokens/${tokens.inside.id}/rotate`, { userId }), 'forbidden');
    }
    expect((await redeem(tokens.inside.token)).status).toBe(200);
  });

  it('leave when their user leaves', async () => {
    const moving = await aUser({ email: 'moving@acme.com' });
    const { id } = await aToken({ userId: moving });
    expect((await call('GET', `/tokens/${id}`)).status).toBe(200);
    await aUser({ email: 'moving@elsewhere.org' }, moving);
    expectProblem(await call('GET', `/tokens/${id}`), 'token_not_found');
  });
});

describe('whether somebody outside exists', () => {
  let admin: string;
  beforeAll(async () => {
    admin = await makeKey('admin', ['acme.com']);
    // The function of each route remembers the key, and reads it again for what changes something.
    await as(admin)('GET', '/me');
  });

  const search = (email: string) => `/users?search=${encodeURIComponent(email)}`;
  it.each<[string, (who: { id: string; email: string }) => [method: string, target: string, body?: unknown]]>(
    [
      ['reading', ({ id }) => ['GET', `/users/${id}`]],
      [
        'replacing',
        ({ id }) => ['PUT', `/users/${id}`, { type: 'contact', name: 'Jane', email: 'j@acme.com' }],
      ],
      ['deleting', ({ id }) => ['DELETE', `/users/${id}`]],
      ['ending sessions', ({ id }) => ['POST', `/users/${id}/sessions/revoke`, {}]],
      ['making a token', ({ id: userId }) => ['POST', '/tokens', { userId }]],
      ['giving a token', ({ id: userId }) => ['POST', `/tokens/${tokens.inside.id}/rotate`, { userId }]],
      [
        'making a key for one user',
        ({ id: userId }) => [
          'POST',
          '/keys',
          { name: 'System', role: 'procurement', identity: 'AN01', domain: 'NetworkId', userId },
        ],
      ],
      ['listing tokens', ({ id }) => ['GET', `/tokens?userId=${encodeURIComponent(id)}`]],
      [
        'listing tokens in another order',
        ({ id }) => ['GET', `/tokens?userId=${encodeURIComponent(id)}&sort=expiresAt`],
      ],
      ['searching for an address', ({ email }) => ['GET', search(email)]],
      ['searching for a domain', ({ email }) => ['GET', search(email.slice(0, -4))]],
    ],
  )('is not told by the requests to the database: %s', async (_name, of) => {
    const asked = await Promise.all(
      [
        { id: outside, email: 'jane@acme.com.elsewhere.org' },
        { id: 'nobody', email: 'nobody@acme.com.elsewhere.org' },
      ].map((who) => of(who)),
    );
    const [existing, missing] = await madeBy(asked);
    expect(existing).toEqual(missing);
  });

  const byId: [string, (id: string) => [method: string, target: string, body?: unknown]][] = [
    ['reading', (id) => ['GET', `/tokens/${id}`]],
    ['changing', (id) => ['PATCH', `/tokens/${id}`, { extra: 'x' }]],
    ['rotating', (id) => ['POST', `/tokens/${id}/rotate`]],
    ['revealing', (id) => ['POST', `/tokens/${id}/reveal`]],
    ['ending sessions', (id) => ['POST', `/tokens/${id}/sessions/revoke`]],
    ['deleting', (id) => ['DELETE', `/tokens/${id}`]],
    ['deleting several', (id) => ['POST', '/tokens/delete', { ids: [id] }]],
    ['listing by ids', (id) => ['GET', `/tokens?ids=${id},${'1'.repeat(22)}`]],
    ['reading the events', (id) => ['GET', `/tokens/${id}/events`]],
    ['reading the attempts', (id) => ['GET', `/tokens/${id}/events?kind=attempts`]],
  ];
  it.each(OUTSIDE.flatMap((name) => byId.map(([what, of]) => [what, name, of] as const)))(
    'nor a token, by %s it: %s',
    async (_what, name, of) => {
      await deliver(recordEvents, await streamRecords('tokens'));
      const asked = [tokens[name].id, '0'.repeat(22)].map((id) => of(id));
      const [existing, missing] = await madeBy(asked);
      expect(existing).toEqual(missing);
    },
  );

  async function madeBy(asked: [method: string, target: string, body?: unknown][]) {
    const made = [];
    for (const [method, target, body] of asked) {
      const { result, requests } = await requestsOf(db, () => as(admin)(method, target, body));
      made.push({
        status: result.status,
        requests: requests.map(({ command, input }) => [
          command,
          input.TableName ??
            Object.entries(input.RequestItems as object).map(([name, { Keys }]) => [name, Keys.length]),
        ]),
      });
    }
    return made;
  }
});

it('tokens inside are made, changed, rotated, revealed and deleted', async () => {
  const { status, body } = await call('POST', '/tokens', { userId: inside });
  expect(status).toBe(201);
  expect((await call('PATCH', `/tokens/${body.id}`, { extra: 'mine' })).status).toBe(200);
  expect((await call('POST', `/tokens/${body.id}/rotate`, { userId: inside })).status).toBe(200);
  expect((await call('POST', `/tokens/${body.id}/reveal`)).status).toBe(200);
  expect((await call('POST', '/tokens/delete', { ids: [body.id] })).body.deleted).toEqual([body.id]);
  expect(idsOf(await call('GET', '/tokens'))).toEqual([tokens.inside.id]);
});

it.each(ROUTES.filter(({ unlimitedOnly }) => unlimitedOnly))(
  '$method $path is for principals without limit',
  async (route) => {
    const [method, path] = [route.method, route.path.replace('{id}', 'oidc:nobody')];
    const body = method === 'GET' ? undefined : {};
    expectProblem(await as(await makeKey('admin', ['acme.com']))(method, path, body), 'forbidden');
    expect((await as(admin)(method, path, body)).status).toBeLessThan(300);
  },
);

it('statistics are for principals without limit', async () => {
  expectProblem(await as(await makeKey('viewer', ['acme.com']))('GET', '/statistics'), 'forbidden');
});

describe('a storefront limited to domains', () => {
  it('redeems for its users, and refuses all others without telling why', async () => {
    const key = await makeKey('storefront', ['acme.com']);
    const enter = (token: string) => send('POST', '/tokens/redeem', { key, body: { token } });
    expect((await enter(tokens.inside.token)).status).toBe(200);
    const unknown = await enter('nonsense');
    for (const name of OUTSIDE) {
      const before = (await as(admin)('GET', `/tokens/${tokens[name].id}`)).body;
      const answer = await enter(tokens[name].token);
      sameApartFromRequest(answer, unknown);
      const after = (await as(admin)('GET', `/tokens/${tokens[name].id}`)).body;
      expect(after).toEqual({ ...before, failedAttempts: before.failedAttempts + 1 });
    }
  });
});
