import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { config } from '../../../functions/runtime/config.ts';
import { db } from '../../../functions/runtime/database.ts';
import { send } from '../../support/api.ts';
import { expectConventionalHeaders, expectOAuthError } from '../../support/expect-problem.ts';
import { failRequests, heal } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { edited, unsigned } from '../../support/forge.ts';
import { DAY, pass, SECOND } from '../../support/frozen-clock.ts';
import { aSession, aToken, aUser, CALLBACK, introspect, redeem, setSettings } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

/** What ends one session, and the forms in which storefronts ask. */

const { storefront, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

afterEach(() => heal(db));

const INACTIVE = { active: false };
const revoke = (token: string, key = storefront) =>
  send('POST', '/sessions/revoke', { key, form: { token } });
const isActive = async (accessToken: string) => (await introspect(accessToken)).body.active;

describe('ending a session', () => {
  it('is 200 without a body, and from then on it is not active', async () => {
    const { accessToken, session } = await aSession();
    const answer = await revoke(accessToken);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expectConventionalHeaders(answer);
    expect(log.last()).toMatchObject({ sessionId: session.id });
    expect((await introspect(accessToken)).body).toEqual(INACTIVE);
  });

  it('may be repeated', async () => {
    const { accessToken } = await aSession();
    await revoke(accessToken);
    expect((await revoke(accessToken)).status).toBe(200);
  });

  it('ends that one and no other of the same user or token', async () => {
    const userId = await aUser();
    const { token } = await aToken({ userId, maxUses: null });
    const [one, other] = await Promise.all([redeem(token), redeem(token)]);
    await revoke(one.body.session.accessToken);
    expect(await isActive(one.body.session.accessToken)).toBe(false);
    expect(await isActive(other.body.session.accessToken)).toBe(true);
  });

  it('is remembered until the longest session would be over', async () => {
    await setSettings({ sessionLifetime: 2_592_000 });
    const { accessToken, session } = await aSession();
    await setSettings();
    await revoke(accessToken);
    const { Item } = await db.client.send(
      new GetCommand({ TableName: config.tables.transient, Key: { id: `session#${session.id}` } }),
    );
    expect(Item?.ttl).toBeGreaterThanOrEqual(Number(decodeJwt(accessToken).exp));
    pass(30 * DAY - SECOND);
    expect(await isActive(accessToken)).toBe(false);
  });

  it('is 200 too for what is no session', async () => {
    for (const token of ['nonsense', '..', storefront])
      expect(await revoke(token)).toMatchObject({ status: 200, text: '' });
  });

  it('is 200 too for one that has expired', async () => {
    const { accessToken } = await aSession();
    pass(DAY);
    expect(await revoke(accessToken)).toMatchObject({ status: 200, text: '' });
  });

  it('is 200 for a forged one, and the one that it was made of stays active', async () => {
    const { accessToken } = await aSession();
    expect((await revoke(unsigned(accessToken))).status).toBe(200);
    expect((await revoke(edited(accessToken, { exp: 4_000_000_000 }))).status).toBe(200);
    expect(await isActive(accessToken)).toBe(true);
  });

  it('of another storefront is 403, and it stays active', async () => {
    const { accessToken } = await aSession();
    expectOAuthError(await revoke(accessToken, await makeKey('storefront')), 'forbidden');
    expect(await isActive(accessToken)).toBe(true);
  });

  it('is 503 while the database fails, and can be tried again', async () => {
    const { accessToken } = await aSession();
    failRequests(db, 'PutItem');
    expectOAuthError(await revoke(accessToken), 'unavailable');
    heal(db);
    expect((await revoke(accessToken)).status).toBe(200);
    expect(await isActive(accessToken)).toBe(false);
  });
});

/** RFC 7662, section 2.1, and RFC 7009, section 2.1. */
describe.each(['/sessions/introspect', '/sessions/revoke'])('the form of %s', (path) => {
  const post = (form: Record<string, string> | [string, string][]) =>
    send('POST', path, { key: storefront, form });

  it('may be in base64, as gateways send it, and may hint at the type of its token', async () => {
    const { accessToken } = await aSession();
    const form = { token: accessToken, token_type_hint: 'access_token' };
    const answer = await send('POST', path, { key: storefront, form, base64: true });
    expect(answer.status, answer.text).toBe(200);
  });

  it('is no JSON', async () => {
    expectOAuthError(
      await send('POST', path, { key: storefront, body: { token: 'x' } }),
      'unsupported_media_type',
    );
  });

  it('has a token', async () => {
    expectOAuthError(await post({ token_type_hint: 'access_token' }), 'invalid_request', ['token']);
    expectOAuthError(await post({ token: '' }), 'invalid_request', ['token']);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expectOAuthError(await send('POST', path, { key: storefront, raw: '', headers }), 'invalid_request', [
      'token',
    ]);
    expectOAuthError(await send('POST', path, { key: storefront, headers }), 'invalid_request', ['token']);
  });

  it.each(['token', 'token_type_hint'])('has %s once', async (name) => {
    const form: [string, string][] = [...Object.entries({ token: 'x', [name]: 'x' }), [name, 'x']];
    expectOAuthError(await post(form), 'invalid_request', [name]);
  });

  it('has a token of any length within a body of 32 KiB', async () => {
    expect((await post({ token: 'x'.repeat(30_000) })).status).toBe(200);
    expectOAuthError(await post({ token: 'x'.repeat(33_000) }), 'payload_too_large');
  });

  it('is not in the query', async () => {
    const answer = await send('POST', `${path}?token=x`, { key: storefront, form: { token: 'x' } });
    expectOAuthError(answer, 'invalid_request', ['token']);
  });

  it('is for storefronts', async () => {
    const { accessToken } = await aSession();
    for (const role of ['admin', 'editor', 'viewer'] as const) {
      const key = await makeKey(role);
      expectOAuthError(await send('POST', path, { key, form: { token: accessToken } }), 'forbidden');
    }
    expectOAuthError(await send('POST', path, { form: { token: accessToken } }), 'unauthenticated');
    expect(await isActive(accessToken)).toBe(true);
  });
});
