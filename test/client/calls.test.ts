import { describe, expect, test } from 'vitest';
import type { Client } from '../../client/src/index.ts';
import { ROUTES } from '../../functions/routes.ts';
import { pretendService } from './pretend-service.ts';

type Sent = { body?: unknown; form?: Record<string, string>; headers?: Record<string, string> };

/** Every method, and the request that it makes. */
const CALLS: [string, (client: Client) => Promise<unknown>, Sent?][] = [
  ['GET /me', (c) => c.me()],
  ['GET /sign-in', (c) => c.signIn()],
  ['GET /statistics', (c) => c.statistics()],
  ['GET /statistics?bucket=day', (c) => c.statistics({ bucket: 'day' })],
  [
    'GET /events?type=token.refused&by=door%3Alogin',
    (c) => c.events.list({ type: 'token.refused', by: 'door:login' }),
  ],
  ['GET /settings', (c) => c.settings.get()],
  [
    'PUT /settings',
    (c) => c.settings.put({ shopName: 'Shop', helpUrl: null }, { ifMatch: 0 }),
    { body: { shopName: 'Shop', helpUrl: null }, headers: { 'if-match': '"0"' } },
  ],
  ['GET /keys?limit=100', (c) => c.keys.list({ limit: 100 })],
  [
    'POST /keys',
    (c) => c.keys.create({ name: 'Shop', role: 'storefront' }),
    { body: { name: 'Shop', role: 'storefront' } },
  ],
  [
    'POST /keys/0352/rotate',
    (c) => c.keys.rotate('0352', { overlap: 60 }, { ifMatch: 1 }),
    { body: { overlap: 60 }, headers: { 'if-match': '"1"' } },
  ],
  ['DELETE /keys/0352', (c) => c.keys.remove('0352')],
  ['POST /principals/oidc%3Aada/offboard', (c) => c.principals.offboard('oidc:ada'), { body: {} }],
  ['GET /principals/offboarded?limit=100', (c) => c.principals.listOffboarded({ limit: 100 })],
  ['POST /principals/oidc%3Aada/reinstate', (c) => c.principals.reinstate('oidc:ada'), { body: {} }],
  ['DELETE /keys/0352', (c) => c.keys.remove('0352', { ifMatch: 1 }), { headers: { 'if-match': '"1"' } }],
  ['GET /users?search=jan%C3%A9+d&type=contact', (c) => c.users.list({ search: 'jané d', type: 'contact' })],
  [
    'POST /users',
    (c) => c.users.create({ type: 'contact', name: 'Jane' }),
    { body: { type: 'contact', name: 'Jane' } },
  ],
  ['GET /users/c-42', (c) => c.users.get('c-42')],
  [
    'PUT /users/c-42',
    (c) => c.users.put('c-42', { type: 'contact', name: 'Jane' }),
    { body: { type: 'contact', name: 'Jane' } },
  ],
  [
    'PUT /users/c-42',
    (c) => c.users.put('c-42', { type: 'contact', name: 'Jane' }, { ifMatch: 4 }),
    { body: { type: 'contact', name: 'Jane' }, headers: { 'if-match': '"4"' } },
  ],
  [
    'PUT /users/c-42',
    (c) => c.users.put('c-42', { type: 'contact', name: 'Jane' }, { ifNoneMatch: '*' }),
    { body: { type: 'contact', name: 'Jane' }, headers: { 'if-none-match': '*' } },
  ],
  ['DELETE /users/c-42', (c) => c.users.remove('c-42')],
  ['DELETE /users/c-42', (c) => c.users.remove('c-42', { ifMatch: 4 }), { headers: { 'if-match': '"4"' } }],
  ['POST /users/c-42/sessions/revoke', (c) => c.users.revokeSessions('c-42'), { body: {} }],
  [
    'POST /users/c-42/sessions/revoke',
    (c) => c.users.revokeSessions('c-42', { ifMatch: 4 }),
    { body: {}, headers: { 'if-match': '"4"' } },
  ],
  ['GET /tokens', (c) => c.tokens.list()],
  [
    'GET /tokens?ids=a%2Cb&anonymous=false&successfulAttempts=gte%3A3&sort=-expiresAt&limit=10&cursor=x%2B%2F%3D',
    (c) =>
      c.tokens.list({
        ids: ['a', 'b'],
        userId: undefined,
        anonymous: false,
        successfulAttempts: 'gte:3',
        sort: '-expiresAt',
        limit: 10,
        cursor: 'x+/=',
      }),
  ],
  ['GET /tokens?userId=a%2Bb%40c', (c) => c.tokens.list({ userId: 'a+b@c' })],
  ['GET /tokens/0352', (c) => c.tokens.get('0352')],
  ['POST /tokens', (c) => c.tokens.create({ expiresAt: null }), { body: { expiresAt: null } }],
  [
    'POST /tokens',
    (c) => c.tokens.create({ userId: 'c-42', extra: undefined }, { idempotencyKey: 'order-7' }),
    { body: { userId: 'c-42' }, headers: { 'idempotency-key': 'order-7' } },
  ],
  [
    'PATCH /tokens/0352',
    (c) => c.tokens.update('0352', { status: 'disabled' }, { ifMatch: 3 }),
    { body: { status: 'disabled' }, headers: { 'if-match': '"3"' } },
  ],
  ['PATCH /tokens/0352', (c) => c.tokens.update('0352', { extra: null }), { body: { extra: null } }],
  ['POST /tokens/0352/rotate', (c) => c.tokens.rotate('0352'), { body: {} }],
  [
    'POST /tokens/0352/rotate',
    (c) => c.tokens.rotate('0352', { userId: 'c-42' }, { ifMatch: 1 }),
    { body: { userId: 'c-42' }, headers: { 'if-match': '"1"' } },
  ],
  ['POST /tokens/0352/reveal', (c) => c.tokens.reveal('0352'), { body: {} }],
  ['DELETE /tokens/0352', (c) => c.tokens.remove('0352', { ifMatch: 2 }), { headers: { 'if-match': '"2"' } }],
  ['POST /tokens/delete', (c) => c.tokens.removeMany(['a', 'b']), { body: { ids: ['a', 'b'] } }],
  ['POST /tokens/0352/sessions/revoke', (c) => c.tokens.revokeSessions('0352'), { body: {} }],
  ['GET /tokens/0352/events?kind=attempts', (c) => c.tokens.events('0352', { kind: 'attempts' })],
  [
    'POST /tokens/redeem',
    (c) => c.tokens.redeem({ token: 'lt_x', attemptId: 'a', ip: '192.0.2.7', userAgent: 'Ünic' }),
    { body: { token: 'lt_x', attemptId: 'a', ip: '192.0.2.7', userAgent: 'Ünic' } },
  ],
  [
    'POST /sessions/exchange',
    (c) => c.sessions.exchange({ code: 'c', attemptId: 'a' }),
    { body: { code: 'c', attemptId: 'a' } },
  ],
  ['POST /sessions/introspect', (c) => c.sessions.introspect('e.y+J='), { form: { token: 'e.y+J=' } }],
  ['POST /sessions/revoke', (c) => c.sessions.revoke('e.y.J'), { form: { token: 'e.y.J' } }],
];

test.each(CALLS)('%s', async (request, call, { body, form, headers = {} } = {}) => {
  const service = await pretendService();
  await call(service.connect());
  const [sent] = service.seen;
  if (!sent || service.seen.length > 1) throw new Error(`${service.seen.length} requests were made`);
  expect(`${sent.method} ${sent.target}`).toBe(request);
  expect(sent.headers).toMatchObject(headers);
  for (const name of ['if-match', 'if-none-match', 'idempotency-key']) {
    if (!(name in headers)) expect(sent.headers).not.toHaveProperty(name);
  }
  if (form) {
    expect(sent.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(sent.body))).toEqual(form);
  } else if (body) {
    expect(sent.headers['content-type']).toBe('application/json');
    expect(JSON.parse(sent.body)).toEqual(body);
  } else {
    expect(sent.headers).not.toHaveProperty('content-type');
    expect(sent.body).toBe('');
  }
});

test('there is a method for every route that is for programs', () => {
  const called = CALLS.map(([request]) =>
    request.replace(/\?.*/, '').replace(/0352|c-42|oidc%3Aada/, '{id}'),
  );
  /** Routes without a method: pages, doors, documents, and routes for verifiers and monitors. */
  const others = /^\/(login|punchout\/\w+|health|\.well-known\/.*|openapi\.json|docs.*)?$/;
  const routes = ROUTES.filter(({ path }) => !others.test(path)).map(
    ({ method, path }) => `${method} ${path}`,
  );
  expect([...new Set(called)].sort()).toEqual(routes.sort());
});

describe('credentials', () => {
  test('go along as a bearer token', async () => {
    const service = await pretendService();
    await service.connect().me();
    expect(service.seen[0]?.headers.authorization).toBe('Bearer lk_test');
  });

  test('that are given by a function are asked for anew with every request', async () => {
    const service = await pretendService();
    let asked = 0;
    const client = service.connect({ credentials: async () => `token-${++asked}` });
    await client.me();
    await client.tokens.list();
    expect(service.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('are neither needed nor sent where how to sign in is asked', async () => {
    const service = await pretendService();
    const credentials = () => {
      throw new Error('nobody is signed in');
    };
    await service.connect({ credentials }).signIn();
    expect(service.seen[0]?.headers).not.toHaveProperty('authorization');
    await expect(service.connect({ credentials }).me()).rejects.toThrow('nobody is signed in');
    expect(service.seen).toHaveLength(1);
  });

  test('that are absent are not sent', async () => {
    const service = await pretendService();
    await service.connect({ credentials: undefined }).me();
    expect(service.seen[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('an id', () => {
  test.each([
    ['a@b:c+d.e_f-g', 'a%40b%3Ac%2Bd.e_f-g'],
    ['x?y#z%20&ü ', 'x%3Fy%23z%2520%26%C3%BC%20'],
    ['...', '...'],
    ["$&$'", "%24%26%24'"],
  ])('%j stays one segment of the path', async (id, segment) => {
    const service = await pretendService();
    await service.connect().users.get(id);
    expect(service.seen[0]?.target).toBe(`/users/${segment}`);
  });

  test.each(['', '.', '..', 'a/b', '0352/events', '/'])(
    '%j, which would make it another path, is nothing that the service knows',
    async (id) => {
      const service = await pretendService();
      await expect(service.connect().tokens.get(id)).rejects.toMatchObject({
        status: 404,
        code: 'not_found',
      });
      await expect(service.connect().users.remove(id)).rejects.toMatchObject({ status: 404 });
      expect(service.seen).toEqual([]);
    },
  );
});

describe('the address of the service', () => {
  test('may have a path and a slash at its end', async () => {
    const service = await pretendService();
    await service.connect({ url: `${service.url}/stage/` }).users.get('c');
    expect(service.seen[0]?.target).toBe('/stage/users/c');
  });

  test.each([
    '',
    'login.example',
    'login.example:443',
    'file:///login',
    'https://u:hunter2@login.example',
    'https://x.example?a=hunter2',
    'https://x.example#hunter2',
  ])('is refused without being quoted when it is %j', async (url) => {
    const service = await pretendService();
    expect(() => service.connect({ url })).toThrow(/^the url of the service must be an http address/);
  });
});

describe('pages', () => {
  test('come one after the other, until there are no more', async () => {
    const service = await pretendService(
      { body: '{"items":[1],"nextCursor":"b+"}' },
      { body: '{"items":[],"nextCursor":"c"}' },
      { body: '{"items":[2],"nextCursor":null}' },
    );
    const found = [];
    for await (const { items } of service.connect().tokens.pages({ status: 'active', cursor: 'a' }))
      found.push(...items);
    expect(found).toEqual([1, 2]);
    expect(service.seen.map(({ target }) => target)).toEqual([
      '/tokens?status=active&cursor=a',
      '/tokens?status=active&cursor=b%2B',
      '/tokens?status=active&cursor=c',
    ]);
  });

  test('are asked for when they are wanted, and no earlier', async () => {
    const service = await pretendService({ body: '{"items":[],"nextCursor":"b"}' });
    for await (const _ of service.connect().tokens.pages()) break;
    expect(service.seen).toHaveLength(1);
  });
});
