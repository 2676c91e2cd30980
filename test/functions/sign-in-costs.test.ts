import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../functions/runtime/database.ts';
import { getToken } from '../../shared/token/token-store.ts';
import { send } from '../support/api.ts';
import { IPV6, makeToken, putUser, USER_AGENT } from '../support/domain.ts';
import { requestsOf } from '../support/faults.ts';
import { useService } from '../support/fixture.ts';
import { aCode, CALLBACK, exchange, introspect } from '../support/given.ts';

/** What signing in costs in requests and capacity units, once functions are warm: deterministic, so asserted. */

const { admin, storefront } = useService({ settings: { callbackUrl: CALLBACK } });

beforeAll(async () => {
  await putUser(db, 'c-42', { name: 'Jane Doe', email: 'jane@acme.com' });
  // Principals, settings and signing keys are kept in memory: reading them is not what is counted.
  await send('GET', '/me', { key: storefront });
  await send('GET', '/login');
});

type Requests = Awaited<ReturnType<typeof requestsOf>>['requests'];
const commands = (requests: Requests) => requests.map(({ command }) => command);
type Capacity = { CapacityUnits: number; GlobalSecondaryIndexes?: object };
const capacitiesOf = (request: Requests[number] | undefined) =>
  [request?.output.ConsumedCapacity ?? []].flat() as Capacity[];
const unitsOf = (request: Requests[number] | undefined) =>
  capacitiesOf(request).reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);

/** A token as large as ordinary ones are: with a user, a note, and a secret that KMS has sealed. */
const aFullToken = () => makeToken(db, { userId: 'c-42', extra: 'x'.repeat(100), expiresAt: null });

/** Of a use: a write of one unit that touches no index, and the user. */
function expectOneUse(requests: Requests): void {
  expect(commands(requests)).toEqual(['UpdateItem', 'GetItem']);
  expect(unitsOf(requests[0])).toBe(1);
  for (const { GlobalSecondaryIndexes } of capacitiesOf(requests[0]))
    expect(GlobalSecondaryIndexes).toBeUndefined();
}

describe('signing in costs', () => {
  it('nothing for the page of a link', async () => {
    const { string } = await aFullToken();
    for (const method of ['GET', 'HEAD']) {
      const { result, requests } = await requestsOf(db, () => send(method, `/login?token=${string}`));
      expect(result.status).toBe(200);
      expect(requests).toEqual([]);
    }
  });

  it('one UpdateItem of one write unit, and one GetItem, for the press of its button', async () => {
    const { id, string } = await aFullToken();
    expect((await getToken(db, id))?.sealedSecret?.length).toBeGreaterThanOrEqual(185);
    const form = { token: string, attempt: 'x'.repeat(22), state: 'x'.repeat(100) };
    const { result, requests } = await requestsOf(db, () => send('POST', '/login', { form, ip: IPV6 }));
    expect(result.status).toBe(303);
    expectOneUse(requests);
  });

  it('no more once the sessions of the token were revoked', async () => {
    const { id, string } = await aFullToken();
    const key = admin;
    await send('POST', `/tokens/${id}/sessions/revoke`, { key });
    const { result, requests } = await requestsOf(db, () =>
      send('POST', '/login', { form: { token: string }, ip: IPV6 }),
    );
    expect(result.status).toBe(303);
    expectOneUse(requests);
  });

  it('nothing for a press that is refused before it is a use', async () => {
    const { string } = await aFullToken();
    const presses = [
      () => send('POST', '/login', { form: { token: 'x' } }),
      () => send('POST', '/login', { form: { token: string, return_to: 'https://evil.example' } }),
      () => send('POST', '/login', { form: { token: string }, headers: { 'sec-fetch-site': 'cross-site' } }),
    ];
    for (const press of presses) expect((await requestsOf(db, press)).requests).toEqual([]);
  });

  it('two reads and one write for the exchange of a code', async () => {
    const code = await aCode((await aFullToken()).string);
    const { result, requests } = await requestsOf(db, () => exchange(code));
    expect(result.status).toBe(200);
    expect(commands(requests)).toEqual(['BatchGetItem', 'GetItem', 'PutItem']);
    expect(unitsOf(requests[2])).toBe(1);
  });

  it('one read less where there is no user', async () => {
    const code = await aCode((await makeToken(db)).string);
    const { requests } = await requestsOf(db, () => exchange(code));
    expect(commands(requests)).toEqual(['BatchGetItem', 'PutItem']);
  });

  it('nothing for a code that this service has not given', async () => {
    expect((await requestsOf(db, () => exchange('x.y.z'))).requests).toEqual([]);
  });

  it('one UpdateItem of one write unit, and one GetItem, for a redemption with its session', async () => {
    const { string: token } = await aFullToken();
    const key = storefront;
    const body = { token, ip: IPV6, userAgent: USER_AGENT, attemptId: 'x'.repeat(64) };
    const { result, requests } = await requestsOf(db, () => send('POST', '/tokens/redeem', { key, body }));
    expect(result.body.session.accessToken).toBeDefined();
    expectOneUse(requests);
  });

  it('one read and one write more for an attempt that is repeated', async () => {
    const { string: token } = await aFullToken();
    const key = storefront;
    const redeem = () => send('POST', '/tokens/redeem', { key, body: { token, attemptId: 'a' } });
    await redeem();
    expect(commands((await requestsOf(db, redeem)).requests)).toEqual([
      'UpdateItem',
      'GetItem',
      'GetItem',
      'UpdateItem',
    ]);
  });
});

describe('checking a session costs', () => {
  it('one BatchGetItem: token, user, and whether it was ended', async () => {
    const { body } = await exchange(await aCode((await aFullToken()).string));
    const { result, requests } = await requestsOf(db, () => introspect(body.session.accessToken));
    expect(result.body.active).toBe(true);
    expect(commands(requests)).toEqual(['BatchGetItem']);
    expect(unitsOf(requests[0])).toBeLessThanOrEqual(3);
  });

  it('nothing for a storefront that verifies its signature: the keys are in memory here too', async () => {
    expect((await requestsOf(db, () => send('GET', '/.well-known/jwks.json'))).requests).toEqual([]);
  });

  it('one read of the key and one write to end it', async () => {
    const { body } = await exchange(await aCode((await aFullToken()).string));
    const key = storefront;
    const { requests } = await requestsOf(db, () =>
      send('POST', '/sessions/revoke', { key, form: { token: body.session.accessToken } }),
    );
    expect(commands(requests)).toEqual(['GetItem', 'PutItem']);
    expect(unitsOf(requests[1])).toBe(1);
  });
});
