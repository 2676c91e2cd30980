import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../functions/routes.ts';
import { config } from '../../../functions/runtime/config.ts';
import { db } from '../../../functions/runtime/database.ts';
import { idTime } from '../../../shared/crypto/id.ts';
import { send } from '../../support/api.ts';
import { expectConventionalHeaders, expectOAuthError, expectRefusal } from '../../support/expect-problem.ts';
import { failRequests, heal, requestsOf } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { edited } from '../../support/forge.ts';
import { DAY, HOUR, pass, SECOND } from '../../support/frozen-clock.ts';
import { aSession, aToken, aUser, CALLBACK, introspect, redeem, setSettings } from '../../support/given.ts';

/** Introspection of sessions by storefronts. */

const { admin, storefront, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

afterEach(() => heal(db));

const OAUTH = ROUTES.flatMap(({ path, oauth }) => (oauth ? [path] : []));
const INACTIVE = { active: false };
const isActive = async (accessToken: string) => (await introspect(accessToken)).body.active;
const patchToken = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });

describe('introspection', () => {
  it('tells of an active session what its access token says, as RFC 7662 has it', async () => {
    const userId = await aUser();
    const { token, session, accessToken } = await aSession({ userId });
    const answer = await introspect(accessToken);
    expect(answer.status, answer.text).toBe(200);
    expectConventionalHeaders(answer);
    expect(answer.headers['Content-Type']).toBe('application/json');
    const now = Date.now() / 1_000;
    expect(answer.body).toEqual({
      active: true,
      token_type: 'Bearer',
      username: userId,
      iss: 'https://login.example.com',
      sub: userId,
      aud: storefront.slice(3, 25),
      iat: now,
      exp: now + 43_200,
      sid: session.id,
      auth_time: now,
      amr: ['login_token'],
      purpose: 'login',
      token_id: token.id,
      incarnation: expect.stringMatching(/^\w{8}$/),
    });
    expect(answer.body).toMatchObject(decodeJwt(accessToken));
  });

  it('tells the same however often it is asked, and of an anonymous session too', async () => {
    const { token, accessToken } = await aSession();
    const first = await introspect(accessToken);
    pass(HOUR);
    expect((await introspect(accessToken)).body).toEqual(first.body);
    expect(first.body).toMatchObject({ active: true, sub: `anonymous:${token.id}` });
  });

  it('tells of anything else nothing but that it is not active', async () => {
    const answer = await introspect('nonsense');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(INACTIVE);
  });

  it('is one strongly consistent read', async () => {
    const { accessToken } = await aSession({ userId: await aUser() });
    const { requests } = await requestsOf(db, () => introspect(accessToken));
    expect(requests.map(({ command }) => command)).toEqual(['BatchGetItem']);
    const tables = Object.values(
      requests[0]?.input.RequestItems as Record<string, { ConsistentRead: boolean }>,
    );
    expect(tables.map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true, true]);
  });

  it('of what this service has not signed asks the database nothing', async () => {
    const { accessToken } = await aSession();
    const { requests } = await requestsOf(db, () => introspect(edited(accessToken, { sub: 'somebody' })));
    expect(requests).toEqual([]);
  });

  it('is 503 while the database fails: nobody is told that a session is over', async () => {
    const { accessToken } = await aSession();
    failRequests(db, 'BatchGetItem');
    expectOAuthError(await introspect(accessToken), 'unavailable');
    heal(db);
    expect(await isActive(accessToken)).toBe(true);
  });

  it('leaves the access token out of the log', async () => {
    const { accessToken, session } = await aSession();
    await introspect(accessToken);
    expect(log.last()).toMatchObject({ status: 200, sessionId: session.id });
    const text = JSON.stringify(log.lines());
    for (const part of accessToken.split('.')) expect(text).not.toContain(part);
  });
});

describe('a session', () => {
  it('is active to its last second', async () => {
    const { accessToken } = await aSession();
    pass(12 * HOUR - SECOND);
    expect(await isActive(accessToken)).toBe(true);
    pass(SECOND);
    expect((await introspect(accessToken)).body).toEqual(INACTIVE);
  });

  it('of thirty days is active to its last second, and no setting makes one longer', async () => {
    await setSettings({ sessionLifetime: 2_592_000 });
    const { accessToken } = await aSession();
    await setSettings();
    pass(30 * DAY - SECOND);
    expect(await isActive(accessToken)).toBe(true);
    pass(SECOND);
    expect(await isActive(accessToken)).toBe(false);
  });

  it('is named by the moment of the use, to the millisecond', async () => {
    pass(123);
    const { session } = await aSession();
    expect(idTime(session.id)).toBe(Date.now());
  });

  it('is the same, with the same times, for an attempt that is repeated', async () => {
    const { token } = await aToken({ userId: await aUser() });
    const first = await redeem(token, { attemptId: 'a' });
    pass(90 * SECOND);
    const second = await redeem(token, { attemptId: 'a' });
    const { accessToken: _, ...session } = first.body.session;
    expect(second.body.session).toEqual({ ...session, accessToken: expect.any(String) });
    expect(decodeJwt(second.body.session.accessToken)).toEqual(decodeJwt(first.body.session.accessToken));
  });

  it('is another one for every other attempt, in the same millisecond too', async () => {
    const { token } = await aToken({ maxUses: null });
    const answers = await Promise.all(Array.from({ length: 5 }, () => redeem(token)));
    expect(new Set(answers.map(({ body }) => body.session.id)).size).toBe(5);
  });
});

describe('a session stays active when its token', () => {
  it('is used up', async () => {
    const { accessToken } = await aSession({ maxUses: 1 });
    expect(await isActive(accessToken)).toBe(true);
  });

  it('expires', async () => {
    const { accessToken } = await aSession({ expiresIn: 1 });
    pass(HOUR);
    expect(await isActive(accessToken)).toBe(true);
  });

  it('is rotated, to another user too', async () => {
    const { token, accessToken } = await aSession({ userId: await aUser() });
    await send('POST', `/tokens/${token.id}/rotate`, { key: admin });
    expect(await isActive(accessToken)).toBe(true);
    await send('POST', `/tokens/${token.id}/rotate`, { key: admin, body: { userId: await aUser() } });
    expect(await isActive(accessToken)).toBe(true);
  });

  it('is changed in other ways', async () => {
    const { token, accessToken } = await aSession({ maxUses: 2 });
    pass(SECOND);
    await patchToken(token.id, { extra: 'changed', maxUses: 1, status: 'active' });
    expect(await isActive(accessToken)).toBe(true);
  });

  it('is taken by time to live', async () => {
    const { token, accessToken } = await aSession({ userId: await aUser() });
    const client = new DynamoDBClient();
    await client.send(
      new DeleteItemCommand({ TableName: config.tables.tokens, Key: { id: { S: token.id } } }),
    );
    client.destroy();
    expect(await isActive(accessToken)).toBe(true);
  });
});

it('a session stays active when its user is changed in other ways', async () => {
  const userId = await aUser();
  const { accessToken } = await aSession({ userId });
  pass(SECOND);
  await aUser({ name: 'Another Name', email: 'another@acme.com', disabled: false }, userId);
  expect(await isActive(accessToken)).toBe(true);
});

describe('a session on the administrative API', () => {
  it.each([
    ['GET', '/me'],
    ['GET', '/tokens'],
    ['POST', '/tokens'],
    ['POST', '/tokens/redeem'],
    ['GET', '/users'],
    ['PUT', '/users/x'],
    ['GET', '/keys'],
    ['POST', '/keys'],
    ['GET', '/events'],
    ['GET', '/settings'],
    ['PUT', '/settings'],
    ['GET', '/statistics'],
    ['POST', '/sessions/exchange'],
    ['POST', '/sessions/introspect'],
    ['POST', '/sessions/revoke'],
    ['POST', '/users/x/sessions/revoke'],
  ])('is no credential: %s %s is 401', async (method, path) => {
    const oauth = OAUTH.includes(path) ? true : undefined;
    const { accessToken } = await aSession({ userId: await aUser() });
    const answer = await send(method, path, { key: accessToken });
    expectRefusal({ oauth }, answer, 'unauthenticated');
    expect(answer.headers['WWW-Authenticate']).toBe('Bearer error="invalid_token"');
  });
});

describe('the published keys', () => {
  it('are public, and nothing else: no credentials, to be kept for some minutes', async () => {
    const answer = await send('GET', '/.well-known/jwks.json');
    expect(answer.status).toBe(200);
    expect(answer.headers['Cache-Control']).toBe('public, max-age=300');
    expect(answer.headers['Content-Type']).toBe('application/json');
    for (const key of answer.body.keys) {
      expect(key).toEqual({
        kty: 'EC',
        crv: 'P-256',
        alg: 'ES256',
        use: 'sig',
        kid: expect.stringMatching(/^\w{22}$/),
        x: expect.stringMatching(/^[\w-]{43}$/),
        y: expect.stringMatching(/^[\w-]{43}$/),
      });
    }
  });
});
