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

  const damages: [string, (whole: string) => string][] = [
    ['a soft break', (whole) => `${whole.slice(0, 30)}=${whole.slice(30)}`],
    ['a blank', (whole) => `${whole.slice(0, 30)} ${whole.slice(30)}`],
    ['an escaped underscore', (whole) => whole.replace('_', '%5F')],
    ['a full stop', (whole) => `${whole.slice(0, 20)}.${whole.slice(20)}`],
    ['a tag', (whole) => `${whole.slice(0, 20)}<wbr>${whole.slice(20)}`],
  ];
  it.each(damages)('so damaged that a door still reads it: with %s in it', async (_, damage) => {
    const text = damage(secret);
    for (const body of [{ extra: `see ${text}` }, { reason: `${text} and ${damage(key)}` }])
      expectProblem(await send('POST', '/tokens', { key, body }), 'invalid_request', [
        `/${Object.keys(body)[0]}`,
      ]);
    const name = { key, body: { name: text, role: 'viewer' } };
    expectProblem(await send('POST', '/keys', name), 'invalid_request', ['/name']);
  });

  it('as the id of a user, whole or damaged', async () => {
    const body = { type: 'contact', name: 'Jane' };
    for (const id of [secret, `${secret.slice(0, 30)}.${secret.slice(30)}`])
      expectProblem(await send('PUT', `/users/${id}`, { key, body }), 'invalid_request', ['/id']);
  });

  it.each(['offboard', 'reinstate'])('as the id of an identity to %s', async (action) => {
    for (const string of [key, secret, `${key.slice(0, 30)}.${key.slice(30)}`])
      expectProblem(await send('POST', `/principals/oidc:${string}/${action}`, { key }), 'invalid_request', [
        '/id',
      ]);
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
