import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { send } from '../../support/api.ts';
import { expectOAuthError } from '../../support/expect-problem.ts';
import { failRequests, heal } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { aSession } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

/** How a storefront authenticates at the OAuth endpoints, and what it is told. */

const { admin, storefront, log } = useService();
const idOf = (key: string) => key.slice(3, 25);
const id = idOf(storefront);
let other: string;
let accessToken: string;

beforeAll(async () => {
  other = await makeKey('storefront');
  ({ accessToken } = await aSession());
});

const encoded = (text: string) => encodeURIComponent(text).replaceAll('_', '%5F');
const basic = (name: string, secret: string) =>
  `Basic ${Buffer.from(`${encoded(name)}:${encoded(secret)}`).toString('base64')}`;

describe.each(['/sessions/introspect', '/sessions/revoke'])('%s', (path) => {
  type Fields = Record<string, string> | [string, string][];
  const post = (fields: Fields, authorization?: string) =>
    send('POST', path, {
      form: Array.isArray(fields) ? [['token', 'x'], ...fields] : { token: 'x', ...fields },
      base64: true,
      ...(authorization !== undefined && { headers: { authorization } }),
    });

  it.each<[string, Fields, string?]>([
    ['client_secret_basic, form-encoded', {}, basic(id, storefront)],
    ['client_secret_basic as it is', {}, `Basic ${Buffer.from(`${id}:${storefront}`).toString('base64')}`],
    ['client_secret_basic, in any case of its name', {}, basic(id, storefront).replace('Basic', 'bAsIc')],
    ['client_secret_basic with the same client_id beside it', { client_id: id }, basic(id, storefront)],
    ['client_secret_post', { client_id: id, client_secret: storefront }],
    ['Bearer', {}, `Bearer ${storefront}`],
    ['Bearer with its client_id beside it', { client_id: id }, `Bearer ${storefront}`],
    ['Bearer, and parameters without a value', { client_id: '', client_secret: '' }, `Bearer ${storefront}`],
  ])('takes %s', async (_, fields, authorization) => {
    const answer = await post(fields, authorization);
    expect(answer.status, answer.text).toBe(200);
    expect(log.last()).toMatchObject({ status: 200, principal: `key:${id}` });
  });

  it('takes parameters that it does not know, and any hint', async () => {
    const fields = { token_type_hint: 'urn:example:any', resource: 'https://shop.example', constructor: 'x' };
    expect((await post(fields, basic(id, storefront))).status).toBe(200);
  });

  it.each<[string, Fields, string | undefined]>([
    ['the id of another key in Basic', {}, basic(idOf(admin), storefront)],
    ['another secret in Basic', {}, basic(id, 'lk_x')],
    ['a key of another storefront under this id', {}, basic(id, admin)],
    ['Basic without a colon', {}, `Basic ${Buffer.from(storefront).toString('base64')}`],
    ['Basic that is not encoded rightly', {}, `Basic ${Buffer.from(`${id}:%zz`).toString('base64')}`],
    ['Basic that is no base64', {}, 'Basic :::'],
    ['the id of another key in the form', { client_id: idOf(admin), client_secret: storefront }, undefined],
    ['another secret in the form', { client_id: id, client_secret: 'lk_x' }, undefined],
  ])('refuses %s with invalid_client and a challenge of Basic', async (_, fields, authorization) => {
    const answer = await post(fields, authorization);
    expectOAuthError(answer, 'unauthenticated');
    expect(answer.body.error).toBe('invalid_client');
    expect(answer.headers['WWW-Authenticate']).toBe('Basic realm="login-tokens", charset="UTF-8"');
  });

  it('refuses Bearer with another client_id beside it', async () => {
    const answer = await post({ client_id: idOf(admin) }, `Bearer ${storefront}`);
    expectOAuthError(answer, 'unauthenticated');
    expect(answer.headers['WWW-Authenticate']).toBe('Bearer error="invalid_token"');
  });

  it('without credentials names both schemes', async () => {
    for (const authorization of [undefined, 'Digest x', 'Bearer two words']) {
      const answer = await post({}, authorization);
      expectOAuthError(answer, 'unauthenticated');
      expect(answer.headers['WWW-Authenticate']).toBe('Basic realm="login-tokens", charset="UTF-8", Bearer');
    }
  });

  it.each<[string, Fields, string | undefined, RegExp]>([
    ['Basic and client_secret', { client_secret: 'x' }, basic(id, storefront), /one way/],
    ['Bearer and client_secret', { client_id: id, client_secret: 'x' }, `Bearer ${storefront}`, /one way/],
    ['Basic and another client_id', { client_id: 'x' }, basic(id, storefront), /another one/],
    ['client_secret without client_id', { client_secret: storefront }, undefined, /id of the key/],
    [
      'client_secret twice',
      [
        ['client_id', id],
        ['client_secret', storefront],
        ['client_secret', storefront],
      ],
      undefined,
      /once/,
    ],
    [
      'client_id twice',
      [
        ['client_id', id],
        ['client_id', id],
      ],
      `Bearer ${storefront}`,
      /once/,
    ],
  ])('refuses two methods at once: %s', async (_, fields, authorization, words) => {
    const answer = await post(fields, authorization);
    expectOAuthError(answer, 'invalid_request');
    expect(answer.body.error_description).toMatch(words);
  });

  it('refuses any parameter that stands twice, known or not', async () => {
    for (const name of ['token', 'token_type_hint', 'resource']) {
      const twice: [string, string][] = [
        [name, 'x'],
        [name, 'x'],
      ];
      expectOAuthError(await post(twice, basic(id, storefront)), 'invalid_request', [name]);
    }
  });

  it('refuses a key of another role with unauthorized_client', async () => {
    for (const authorization of [basic(idOf(admin), admin), `Bearer ${admin}`]) {
      const answer = await post({}, authorization);
      expectOAuthError(answer, 'forbidden');
      expect([answer.status, answer.body.error]).toEqual([403, 'unauthorized_client']);
    }
  });

  it('says temporarily_unavailable while the keys cannot be read, and when to try again', async () => {
    const unread = await makeKey('storefront');
    failRequests(db, 'GetItem');
    const answer = await post({}, basic(idOf(unread), unread));
    heal(db);
    expectOAuthError(answer, 'unavailable');
    expect(answer.body.error).toBe('temporarily_unavailable');
    expect(answer.headers['Retry-After']).toBe('1');
  });

  it('repeats no secret in its answer or the log', async () => {
    const answers = [
      await post({ client_id: storefront, client_secret: storefront }),
      await post({ [storefront]: 'x', token: accessToken, client_secret: other }, basic(id, storefront)),
      await post(
        [
          [accessToken, 'x'],
          [accessToken, 'y'],
        ],
        basic(id, storefront),
      ),
    ];
    const said = log.text() + answers.map(({ text }) => text).join();
    for (const secret of [storefront, other, accessToken]) expect(said).not.toContain(secret);
  });
});

it('two storefronts are two clients: neither introspects nor revokes a session of the other', async () => {
  const headers = { authorization: basic(idOf(other), other) };
  const form = { token: accessToken };
  const introspected = await send('POST', '/sessions/introspect', { headers, form });
  expect(introspected.body).toEqual({ active: false });
  expectOAuthError(await send('POST', '/sessions/revoke', { headers, form }), 'forbidden');
});
