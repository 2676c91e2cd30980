import { describe, expect, it } from 'vitest';
import { db } from '../../functions/runtime/database.ts';
import { getToken } from '../../shared/token/token-store.ts';
import { send } from '../support/api.ts';
import { IPV6, USER_AGENT } from '../support/domain.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { heal, loseAnswers, requestsOf } from '../support/faults.ts';
import { useService } from '../support/fixture.ts';
import { pass, SECOND } from '../support/frozen-clock.ts';
import { aCode, aToken, aUser, CALLBACK, exchange, introspect, redeem, unique } from '../support/given.ts';
import { makeKey } from '../support/keys.ts';

/** What a principal limited to domains makes, rotates or reveals logs its user in only while the user is within them. */

const { admin, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const MANY = { expiresAt: null, maxUses: null };
const as =
  (key: string) =>
  (method: string, target: string, body?: unknown, headers = {}) =>
    send(method, target, { key, body, headers });
const limitedTo = (...domains: string[]) => makeKey('editor', domains);
const moveTo = (domain: string, userId: string) => aUser({ email: `jane@${domain}` }, userId);

/** The string of a new token for a user, made by a key. */
async function made(key: string, userId: string, members = {}, headers = {}) {
  const { status, body } = await as(key)('POST', '/tokens', { userId, ...MANY, ...members }, headers);
  expect(status).toBeLessThan(300);
  return body as { id: string; token: string; limitedTo: string[] | null; version: number };
}
const reveal = async (key: string, id: string) => (await as(key)('POST', `/tokens/${id}/reveal`)).body.token;
const rotate = async (key: string, id: string) => (await as(key)('POST', `/tokens/${id}/rotate`)).body;
const limitsOf = async (id: string) => (await as(admin)('GET', `/tokens/${id}`)).body.limitedTo;

describe('a token that a limited principal', () => {
  it.each(['made', 'rotated', 'revealed'])(
    '%s is refused everywhere once its user has moved',
    async (how) => {
      const acme = await limitedTo('acme.com');
      const userId = await aUser();
      const { id, token } = how === 'made' ? await made(acme, userId) : await aToken({ userId, ...MANY });
      const string =
        how === 'made' ? token : how === 'rotated' ? (await rotate(acme, id)).token : await reveal(acme, id);
      expect((await redeem(string)).status).toBe(200);
      await moveTo('elsewhere.org', userId);
      expectProblem(await redeem(string), 'token_refused');
      expect(log.lines().at(-1)).toMatchObject({ reason: 'user_outside_limits', tokenId: id });
      const key = await makeKey('storefront', ['elsewhere.org']);
      const there = await send('POST', '/tokens/redeem', { key, body: { token: string } });
      expectProblem(there, 'token_refused');
      expect((await send('POST', '/login', { form: { token: string } })).status).toBe(401);
      await moveTo('ACME.com', userId);
      expect((await redeem(string)).status).toBe(200);
    },
  );

  it('made for somebody logs in nobody who gets the address later, nor one without address', async () => {
    const userId = await aUser();
    const { token } = await made(await limitedTo('acme.com'), userId);
    await aUser({ email: undefined }, userId);
    expectProblem(await redeem(token), 'token_refused');
  });

  it('made moves between its domains with the user', async () => {
    const userId = await aUser();
    const { token } = await made(await limitedTo('acme.com', 'acme.nl'), userId);
    await moveTo('acme.nl', userId);
    expect((await redeem(token)).status).toBe(200);
  });

  it('revealed without being the only one stays within the domains of all who have seen it', async () => {
    const userId = await aUser();
    const { id } = await made(await limitedTo('acme.com', 'acme.nl', 'acme.de'), userId);
    const token = await reveal(await limitedTo('acme.com', 'acme.de', 'acme.fr'), id);
    expect(await limitsOf(id)).toEqual(['acme.com', 'acme.de']);
    await moveTo('acme.de', userId);
    expect((await redeem(token)).status).toBe(200);
    await moveTo('acme.nl', userId);
    expectProblem(await redeem(token), 'token_refused');
  });

  it('has not touched is not limited, whatever else it changes', async () => {
    const acme = as(await limitedTo('acme.com'));
    const userId = await aUser();
    const { id, token } = await aToken({ userId, ...MANY });
    expect((await acme('PATCH', `/tokens/${id}`, { extra: 'x', maxUses: 5 })).status).toBe(200);
    await reveal(admin, id);
    expect(await limitsOf(id)).toBeNull();
    await moveTo('elsewhere.org', userId);
    expect((await redeem(token)).status).toBe(200);
  });
});

describe('a reveal by a limited principal', () => {
  it('raises the version when it narrows the token, and no more after that', async () => {
    const acme = await limitedTo('acme.com');
    const { id, version } = await aToken({ userId: await aUser(), ...MANY });
    await reveal(acme, id);
    await reveal(acme, id);
    expect((await getToken(db, id))?.version).toBe(version + 1);
  });

  it('counts beside another one at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const keys = [await limitedTo('acme.com', 'acme.nl'), await limitedTo('acme.com', 'acme.de')];
      const { id } = await aToken({ userId: await aUser(), ...MANY });
      await Promise.all([...keys, ...keys].map((key) => reveal(key, id)));
      expect(await limitsOf(id)).toEqual(['acme.com']);
    }
  });

  it('leaves one event and its limits when its answer is lost', async () => {
    const acme = await limitedTo('acme.com');
    const { id } = await aToken({ userId: await aUser(), ...MANY });
    loseAnswers(db, 'UpdateItem');
    expect(await reveal(acme, id)).toMatch(/^lt_/);
    heal(db);
    const item = await getToken(db, id);
    expect(item).toMatchObject({ limits: ['acme.com'], version: 2, lastEvent: { type: 'revealed' } });
  });
});

describe('sessions and codes', () => {
  it('of a limited secret end while the user is outside', async () => {
    const userId = await aUser();
    const { token } = await made(await limitedTo('acme.com'), userId);
    const { accessToken } = (await redeem(token)).body.session;
    const code = await aCode(token);
    await moveTo('elsewhere.org', userId);
    expect((await introspect(accessToken)).body).toEqual({ active: false });
    expectProblem(await exchange(code), 'code_refused');
    expect(log.lines().at(-1)).toMatchObject({ exchange: 'refused', reason: 'user_outside_limits' });
  });

  it('of a limited secret end when somebody with wider domains rotates it, and get none of these', async () => {
    const userId = await aUser();
    const { id, token } = await made(await limitedTo('acme.com'), userId);
    const { accessToken } = (await redeem(token)).body.session;
    const code = await aCode(token);
    pass(SECOND);
    const next = await rotate(admin, id);
    expect(next.limitedTo).toBeNull();
    pass(SECOND);
    expect((await introspect(accessToken)).body.active).toBe(false);
    expectProblem(await exchange(code), 'code_refused');
    await moveTo('elsewhere.org', userId);
    expect((await redeem(next.token)).status).toBe(200);
  });

  it('live on when the rotation widens nothing', async () => {
    const userId = await aUser();
    const { id, token } = await made(await limitedTo('acme.com', 'acme.nl'), userId);
    const { accessToken } = (await redeem(token)).body.session;
    pass(SECOND);
    await rotate(await limitedTo('acme.com'), id);
    expect((await introspect(accessToken)).body.active).toBe(true);
  });
});

describe('an idempotent creation', () => {
  it('that is repeated keeps its limits', async () => {
    const acme = await limitedTo('acme.com');
    const userId = await aUser();
    const headers = { 'idempotency-key': unique('once-') };
    const first = await made(acme, userId, {}, headers);
    expect(first.limitedTo).toEqual(['acme.com']);
    expect(await made(acme, userId, {}, headers)).toEqual(first);
  });

  it('is not repeated for a principal that was limited since: nobody would limit the string', async () => {
    const { createToken } = await import('../../shared/token/create.ts');
    const { auditOf, RETENTION, sealer } = await import('../support/domain.ts');
    const idempotency = { key: unique('once-'), requestHash: new Uint8Array(32) };
    const request = { userId: await aUser(), purpose: 'login', expiresAt: null, maxUses: 1 } as const;
    const create = (scope: readonly string[] | undefined) =>
      createToken(
        { db, sealer },
        { ...request, extra: null, reason: null },
        { audit: auditOf({ id: 'oidc:jane', name: 'Jane' }), scope, idempotency, retention: RETENTION },
      );
    expect((await create(undefined)).outcome).toBe('created');
    expect((await create(['acme.com'])).outcome).toBe('idempotency_conflict');
    expect((await create(undefined)).outcome).toBe('repeated');
  });
});

it('a token shows its limits, to a limited principal as far as they are its own', async () => {
  const { id } = await made(await limitedTo('acme.com', 'rival.com'), await aUser());
  expect(await limitsOf(id)).toEqual(['acme.com', 'rival.com']);
  const acme = as(await limitedTo('acme.com', 'acme.nl'));
  expect((await acme('GET', `/tokens/${id}`)).body.limitedTo).toEqual(['acme.com']);
  expect((await acme('GET', `/tokens?ids=${id}`)).body.items[0].limitedTo).toEqual(['acme.com']);
});

it('a token of ordinary size that a principal of one domain made is redeemed at one write unit', async () => {
  const domain = `${unique('purchasing')}.acme.com`;
  const userId = await aUser({ email: `jane.doe@${domain}` }, `jane.doe@${domain}`);
  const key = await limitedTo(domain);
  const { token } = await made(key, userId, { extra: 'x'.repeat(60) });
  const body = { token, ip: IPV6, userAgent: USER_AGENT };
  await redeem(token);
  const { result, requests } = await requestsOf(db, () => redeem(token, body));
  expect(result.status).toBe(200);
  expect(requests.map(({ command }) => command)).toEqual(['UpdateItem', 'GetItem']);
  expect(requests[0]?.output.ConsumedCapacity).toMatchObject({ CapacityUnits: 1 });
});

describe('a limited principal creates users', () => {
  const person = (email: string) => ({ type: 'customer', name: 'A Person', email });

  it.each([
    'c-42',
    'acme.com',
    'jane@elsewhere.org',
    'jane@sub.acme.com',
    'a@acme.com@acme.com',
    '@acme.com',
  ])('under no id such as %s, and does not learn whether it is taken', async (id) => {
    const acme = as(await limitedTo('acme.com'));
    const free = await acme('PUT', `/users/${id}`, person('mole@acme.com'));
    expectProblem(free, 'forbidden');
    expect(free.body.detail).toContain('POST /users');
    expectProblem(await as(admin)('GET', `/users/${id}`), 'user_not_found');
    await aUser({ email: 'jane@elsewhere.org' }, id);
    const taken = await acme('PUT', `/users/${id}`, person('mole@acme.com'));
    expect({ ...taken.body, requestId: '' }).toEqual({ ...free.body, requestId: '' });
  });

  it('under addresses of its domains, in any case', async () => {
    const acme = as(await limitedTo('acme.com'));
    expect((await acme('PUT', '/users/New.One@ACME.com', person('new@acme.com'))).status).toBe(201);
  });

  it('under ids that the service gives', async () => {
    const acme = as(await limitedTo('acme.com'));
    const { status, headers, body } = await acme('POST', '/users', person('new@acme.com'));
    expect(status).toBe(201);
    expect(headers).toMatchObject({ Location: `/users/${body.id}`, ETag: '"1"' });
    expect((await acme('GET', `/users/${body.id}`)).body).toEqual(body);
    expectProblem(await acme('POST', '/users', person('new@elsewhere.org')), 'forbidden');
    const { email: _, ...addressless } = person('');
    expectProblem(await acme('POST', '/users', addressless), 'forbidden');
  });

  it('and replaces those within its domains, whatever their ids', async () => {
    const acme = as(await limitedTo('acme.com'));
    const id = await aUser();
    expect((await acme('PUT', `/users/${id}`, person('jane.doe@acme.com'))).status).toBe(200);
  });
});

it('a user that is created under a given id is stored once when its answer is lost', async () => {
  loseAnswers(db, 'TransactWriteItems');
  const name = unique('Lost ');
  const { status, body } = await as(admin)('POST', '/users', { type: 'contact', name });
  heal(db);
  expect(status).toBe(201);
  const found = await as(admin)('GET', `/users?search=${encodeURIComponent(name)}`);
  expect(found.body.items).toEqual([body]);
});
