import { beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { aToken } from '../../support/given.ts';

const { admin: key } = useService();
let secret: string;

beforeAll(async () => {
  secret = (await aToken()).token;
});

describe('the string of a token that is pasted where others can read it is refused, and not kept', () => {
  const refused: [string, string, () => unknown, string][] = [
    ['POST', '/tokens', () => ({ extra: `see ${secret}` }), '/extra'],
    ['POST', '/tokens', () => ({ reason: secret }), '/reason'],
    ['POST', '/tokens', () => ({ userId: secret }), '/userId'],
    ['POST', '/keys', () => ({ name: secret, role: 'viewer' }), '/name'],
    ['PUT', '/users/c-1', () => ({ type: 'contact', name: secret }), '/name'],
    ['PUT', '/users/c-1', () => ({ type: 'contact', name: 'Jane', email: `${secret}@acme.com` }), '/email'],
  ];
  it.each(refused)('%s %s in a body', async (method, path, body, pointer) => {
    expectProblem(await send(method, path, { key, body: body() }), 'invalid_request', [pointer]);
  });

  it('as the id of a user', async () => {
    const body = { type: 'contact', name: 'Jane' };
    expectProblem(await send('PUT', `/users/${secret}`, { key, body }), 'invalid_request', ['/id']);
  });

  it('as an idempotency key', async () => {
    expectProblem(
      await send('POST', '/tokens', { key, body: {}, headers: { 'idempotency-key': secret } }),
      'invalid_request',
    );
  });

  it('but a link that a storefront calls its attempt by is no harm: attempts are kept as digests', async () => {
    const storefront = (await send('POST', '/keys', { key, body: { name: 'Shop', role: 'storefront' } })).body
      .key;
    const body = { token: secret, attemptId: secret, userAgent: `Agent of ${secret}` };
    expect((await send('POST', '/tokens/redeem', { key: storefront, body })).status).toBe(200);
  });
});
