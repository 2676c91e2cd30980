import { globSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { db } from '../../functions/runtime/database.ts';
import { sealer } from '../../functions/runtime/sealer.ts';
import { isUnavailable } from '../../shared/storage/unavailable.ts';
import { getToken } from '../../shared/token/token-store.ts';
import { send } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { makeToken, putUser, tryToken } from '../support/domain.ts';
import { failRequests, heal } from '../support/faults.ts';
import { useService } from '../support/fixture.ts';

const { admin: administrator, storefront, log } = useService();
beforeAll(async () => {
  await putUser(db, 'c-1');
  await send('GET', '/me', { key: administrator });
  await send('GET', '/me', { key: storefront });
});
afterEach(() => heal(db));

const fault = (name: string, httpStatusCode: number) => () =>
  Object.assign(new Error('of the engine, not for the caller'), {
    name,
    $fault: 'server',
    $metadata: { httpStatusCode },
  });

const FAULTS = [
  ['is throttled', fault('ProvisionedThroughputExceededException', 400)],
  ['has too many requests', fault('ThrottlingException', 400)],
  ['fails inside', fault('InternalServerError', 500)],
  ['is not available', fault('ServiceUnavailable', 503)],
  ['times out', () => Object.assign(new Error('timeout'), { name: 'TimeoutError' })],
  ['closes the connection', () => Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
  ['is not there', () => Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
] as const;

// Must be the first test: after many failures the retry quota of the SDK ends its retries.
describe('a fault that passes', () => {
  it.each(['UpdateItem', 'GetItem'] as const)('of one %s is not seen by the caller', async (command) => {
    const { string } = await makeToken(db, { userId: 'c-1' });
    const requests = failRequests(db, command, FAULTS[2][1], 1);
    expect((await send('POST', '/tokens/redeem', { key: storefront, body: { token: string } })).status).toBe(
      200,
    );
    expect(requests.failed).toBe(1);
  });
});

const isOverloaded = (answer: Awaited<ReturnType<typeof send>>) => {
  expect(answer).toMatchObject({
    status: 503,
    headers: { 'Retry-After': '1' },
    body: { code: 'unavailable' },
  });
  expect(answer.text).not.toContain('engine');
};

describe.each(FAULTS)('when the database %s', (_, error) => {
  it('redeeming is 503, and the token is as it was', async () => {
    const { id, string } = await makeToken(db, { userId: 'c-1' });
    failRequests(db, 'UpdateItem', error);
    isOverloaded(await send('POST', '/tokens/redeem', { key: storefront, body: { token: string } }));
    heal(db);
    expect(await getToken(db, id)).toMatchObject({ uses: 0, failedAttempts: 0 });
    expect((await send('POST', '/tokens/redeem', { key: storefront, body: { token: string } })).status).toBe(
      200,
    );
  });

  it('redeeming is 503 when the user cannot be read, and the use is given back', async () => {
    const { id, string } = await makeToken(db, { userId: 'c-1' });
    failRequests(db, 'GetItem', error);
    isOverloaded(await send('POST', '/tokens/redeem', { key: storefront, body: { token: string } }));
    heal(db);
    expect(await getToken(db, id)).toMatchObject({ uses: 0, successfulAttempts: 0, failedAttempts: 0 });
  });
});

describe('when the database fails, whatever was asked', () => {
  const error = FAULTS[2][1];

  it('creating is 503, and no token is made', async () => {
    const before = (await send('GET', '/tokens?limit=100', { key: administrator })).body.items.length;
    failRequests(db, 'PutItem', error);
    isOverloaded(await send('POST', '/tokens', { key: administrator, body: {} }));
    failRequests(db, 'TransactWriteItems', error);
    const headers = { 'idempotency-key': 'overloaded' };
    isOverloaded(await send('POST', '/tokens', { key: administrator, body: {}, headers }));
    heal(db);
    expect((await send('GET', '/tokens?limit=100', { key: administrator })).body.items).toHaveLength(before);
  });

  it('a user is not half made: neither the user nor what it is found by', async () => {
    failRequests(db, 'TransactWriteItems', error);
    isOverloaded(
      await send('PUT', '/users/c-2', { key: administrator, body: { type: 'contact', name: 'Halfway' } }),
    );
    heal(db);
    expect((await send('GET', '/users/c-2', { key: administrator })).status).toBe(404);
    expect((await send('GET', '/users?search=halfway', { key: administrator })).body.items).toEqual([]);
  });

  it('a list is 503', async () => {
    failRequests(db, 'Query', error);
    isOverloaded(await send('GET', '/tokens', { key: administrator }));
  });

  it('bulk deletion names what failed, and asking again deletes it', async () => {
    const { id } = await makeToken(db);
    failRequests(db, 'UpdateItem', error);
    const request = { key: administrator, body: { ids: [id] } };
    expect((await send('POST', '/tokens/delete', request)).body).toEqual({
      deleted: [],
      notFound: [],
      failed: [id],
    });
    heal(db);
    expect((await send('POST', '/tokens/delete', request)).body).toEqual({
      deleted: [id],
      notFound: [],
      failed: [],
    });
  });
});

describe('an error that nobody foresaw', () => {
  it('is 500 that says nothing, and its name is in the log without its message', async () => {
    failRequests(db, 'GetItem', () => new TypeError('a secret of the implementation'));
    const answer = await send('GET', '/users/c-1', { key: administrator });
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error' } });
    expect(answer.text).not.toContain('secret of');
    expect(log.text()).toContain('TypeError');
    expect(log.text()).not.toContain('secret of');
  });
});

describe('a database that takes connections and never answers', () => {
  it('is given up within seconds, as unavailable', async () => {
    const { string } = await makeToken(db);
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((listening) => silent.once('listening', listening));
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const error = await tryToken(testDatabase(), string).catch((caught: unknown) => caught);
    vi.unstubAllEnvs();
    silent.close();
    expect(isUnavailable(error)).toBe(true);
  });
});

describe('when the time of a request is over', () => {
  const tokens = async () =>
    (await send('GET', '/tokens?limit=100', { key: administrator })).body.items.length;
  /** KMS answers after 31 seconds. */
  const hang = () => {
    const { seal } = sealer;
    vi.spyOn(sealer, 'seal').mockImplementationOnce(async (...input) => {
      const sealed = await seal(...input);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
      return sealed;
    });
  };
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('because KMS hung, creating is 503, and no token is made', async () => {
    const before = await tokens();
    hang();
    isOverloaded(await send('POST', '/tokens', { key: administrator, body: {} }));
    hang();
    const headers = { 'idempotency-key': 'hanging' };
    isOverloaded(await send('POST', '/tokens', { key: administrator, body: {}, headers }));
    vi.useRealTimers();
    expect(await tokens()).toBe(before);
  });

  it('because KMS hung, rotating is 503, and the string is as it was', async () => {
    const { id, string } = await makeToken(db);
    hang();
    isOverloaded(await send('POST', `/tokens/${id}/rotate`, { key: administrator }));
    vi.useRealTimers();
    expect(await tryToken(db, string)).toMatchObject({ outcome: 'redeemed' });
  });

  it('nothing is sent to the database, retries included', async () => {
    const { id, string } = await makeToken(db);
    const body = { token: string };
    isOverloaded(await send('POST', '/tokens/redeem', { key: storefront, body, remaining: 3_000 }));
    const requests = failRequests(db, 'UpdateItem', () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 27_000 });
      return FAULTS[2][1]();
    });
    isOverloaded(await send('POST', '/tokens/redeem', { key: storefront, body }));
    expect(requests.failed).toBe(1);
    heal(db);
    expect(await getToken(db, id)).toMatchObject({ uses: 0, failedAttempts: 0 });
  });

  it('every client of a service of AWS has a time limit', () => {
    const clients = globSync('{functions,shared}/**/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/new (\w+Client)\(([^;]*)/g)].map(([, name, rest]) => ({
        client: `${name} in ${file}`,
        limited: /requestHandler:.*imeouts/i.test(rest?.slice(0, 200) ?? ''),
      })),
    );
    expect(clients.length).toBeGreaterThanOrEqual(5);
    expect(clients.filter(({ limited }) => !limited)).toEqual([]);
  });
});
