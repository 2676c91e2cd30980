import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  allowSealing,
  bootstrap,
  type Caller,
  caller,
  command,
  deploy,
  destroy,
  type Front,
  frontOf,
  invoke,
  VIEWER,
  visitor,
} from './deployment.ts';
import { type Emulator, startEmulator } from './emulator.ts';

type Token = { id: string; token: string; loginUrl: string };
type Page = { items: Record<string, unknown>[] };

const codeIn = ({ headers }: Answer): string =>
  new URL(String(headers.location)).searchParams.get('code') ?? '';

const setupRequest = (secret: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">
<cXML payloadID="1@buyer.example" timestamp="2026-11-22T07:00:00+00:00"><Header>
<From><Credential domain="DUNS"><Identity>buyer</Identity></Credential></From>
<To><Credential domain="DUNS"><Identity>shop</Identity></Credential></To>
<Sender><Credential domain="DUNS"><Identity>buyer</Identity><SharedSecret>${secret}</SharedSecret></Credential>
<UserAgent>Buyer 1.0</UserAgent></Sender></Header>
<Request><PunchOutSetupRequest operation="create"><BuyerCookie>cookie</BuyerCookie>
<BrowserFormPost><URL>https://buyer.example/basket</URL></BrowserFormPost></PunchOutSetupRequest></Request></cXML>`;

/** Streams are read by turns; a busy machine is slow at that. */
const PATIENCE = { timeout: 5 * 60_000, interval: 250 };

let emulator: Emulator;
let apiUrl: string;
let front: Front;
let rotateSigningKeys: string;
let anonymous: Caller;
let admin: Caller;
let storefront: Caller;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator?.stop());

describe('a deployment, from the first command to the last', () => {
  it('is made by cdk bootstrap and cdk deploy', async () => {
    await bootstrap(emulator);
    const outputs = await deploy(emulator);
    apiUrl = outputs.ApiUrl ?? '';
    rotateSigningKeys = outputs.RotateSigningKeysFunction ?? '';
    expect(outputs.CreateAdminKeyCommand).toContain(`--function-name ${outputs.CreateAdminKeyFunction} `);
    await allowSealing(emulator);
    front = await frontOf(emulator);
    anonymous = caller(emulator, front);
  });

  it('publishes a key that signs sessions when it is deployed, and makes another when an operator asks', async () => {
    const rotate = (payload: object) => invoke(emulator, rotateSigningKeys, payload);
    const first = { outcome: 'kept', kids: [expect.stringMatching(/^\w{22}$/)] };
    expect(await rotate({})).toEqual(first);
    const { status, body } = await anonymous('GET', '/.well-known/jwks.json');
    expect(status).toBe(200);
    const { kids } = (await rotate({})) as { kids: string[] };
    expect(body).toEqual({
      keys: kids.map((kid) => expect.objectContaining({ kid, kty: 'EC', alg: 'ES256', use: 'sig' })),
    });
    await expect(rotate({ replaced: true })).rejects.toThrow('and nothing else');
    expect(await rotate({})).toEqual(first);
    const replaced = (await rotate({ replace: true })) as { kids: string[] };
    expect(replaced).toMatchObject({ outcome: 'replaced', kids: [expect.stringMatching(/^\w{22}$/)] });
    expect(await rotate({})).toEqual({ outcome: 'kept', kids: replaced.kids });
  });

  it('gives the operator the key of a first administrator', async () => {
    const key = (await command(emulator, 'node', 'infra/commands/admin-key.ts', '--name', 'Ann')).trim();
    expect(key).toMatch(/^lk_\w{61}$/);
    admin = caller(emulator, front, key);
    expect(await admin('GET', '/me')).toMatchObject({ status: 200, body: { name: 'Ann', role: 'admin' } });
  });

  it('serves the console at the public address, by https alone', async () => {
    const visit = visitor(emulator, apiUrl);
    const page = await visit('/console/');
    expect(page).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
        'strict-transport-security': 'max-age=31536000',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      },
    });
    const [script = ''] = String(page.body).match(/\/console\/assets\/[^"]+\.js/) ?? [];
    expect(await visit(script)).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
    });
    // Addresses of pages are answered with the one page, and files that are not there with no page.
    expect((await visit('/console/users/jane.doe@acme.com')).body).toBe(page.body);
    expect((await visit('/console/assets/gone-12345678.js')).status).toBe(403);
    expect(await visit('/console')).toMatchObject({ status: 302, headers: { location: '/console/' } });
    for (const page of ['/console/tokens', '/login?token=x', '/docs', '/'])
      expect(await visit(page, { protocol: 'http' })).toMatchObject({
        status: 301,
        headers: { location: apiUrl + page },
      });
    // A program would repeat its key at every call.
    expect((await visit('/tokens', { protocol: 'http' })).status).toBe(403);
  });

  it('leads to the console, and tells it how administrators sign in: by the user pool', async () => {
    expect(await anonymous('GET', '/')).toMatchObject({ status: 302, headers: { location: '/console/' } });
    const { status, body } = await anonymous('GET', '/sign-in');
    expect([status, body]).toEqual([
      200,
      {
        oidc: {
          issuer: expect.stringMatching(/^https:\/\/cognito-idp\..+us-east-1_/),
          clientId: expect.stringMatching(/^\w+$/),
          scope: expect.stringContaining('openid'),
        },
      },
    ]);
  });

  it('hears nobody who passes CloudFront by, whatever they claim', async () => {
    const past = (headers: Record<string, string>) =>
      caller(emulator, { ...front, headers })('GET', '/health', undefined);
    const forbidden = { status: 403, body: { code: 'forbidden' } };
    expect(await past({})).toMatchObject(forbidden);
    expect(await past({ 'x-viewer-address': VIEWER })).toMatchObject(forbidden);
    expect(await past({ 'x-origin-secret': 'x'.repeat(48) })).toMatchObject(forbidden);
    expect(await past(front.headers)).toMatchObject({ status: 200 });
  });

  it('answers what no route takes with a problem, and callers without a key too', async () => {
    const problem = (status: number, code: string) => ({
      status,
      headers: { 'content-type': 'application/problem+json' },
      body: { status, code },
    });
    expect(await anonymous('GET', '/nowhere')).toMatchObject(problem(404, 'not_found'));
    expect(await anonymous('PUT', '/tokens', {})).toMatchObject({
      ...problem(405, 'method_not_allowed'),
      headers: { allow: expect.stringContaining('POST') },
    });
    expect(await anonymous('GET', '/tokens')).toMatchObject(problem(401, 'unauthenticated'));
  });

  it('keeps users and finds them', async () => {
    const user = { type: 'contact', name: 'Jane Doe', email: 'jane@acme.example' };
    expect(await admin('PUT', '/users/c-42', user)).toMatchObject({ status: 201, body: user });
    expect(await admin('GET', '/users/c-42')).toMatchObject({ status: 200, body: user });
    expect(await admin('GET', '/users?search=doe')).toMatchObject({
      status: 200,
      body: { items: [{ id: 'c-42' }] },
    });
  });

  it('makes tokens, lists them, and lets a storefront redeem one once', async () => {
    const created = await admin('POST', '/tokens', { userId: 'c-42' });
    expect(created).toMatchObject({ status: 201, body: { status: 'active', user: { id: 'c-42' } } });
    const { id, token, loginUrl } = created.body as Token;
    expect(loginUrl).toBe(`${apiUrl}/login?token=${token}`);
    expect(await admin('GET', '/tokens?userId=c-42')).toMatchObject({
      status: 200,
      body: { items: [{ id }] },
    });

    const shop = await admin('POST', '/keys', { name: 'Shop', role: 'storefront' });
    expect(shop.status).toBe(201);
    storefront = caller(emulator, front, (shop.body as { key: string }).key);
    const redeem = () =>
      storefront('POST', '/tokens/redeem', { token, ip: '192.0.2.7', userAgent: 'Browser' });
    expect(await redeem()).toMatchObject({
      status: 200,
      body: { token: { id, status: 'used' }, user: { id: 'c-42' } },
    });
    for (let again = 0; again < 2; again += 1) {
      expect(await redeem()).toMatchObject({ status: 401, body: { code: 'token_refused' } });
    }

    const types = async () => {
      const { items } = (await admin('GET', `/tokens/${id}/events`)).body as Page;
      return items.map(({ type }) => type).sort();
    };
    await expect
      .poll(types, PATIENCE)
      .toEqual(['token.created', 'token.redeemed', 'token.refused', 'token.refused']);
    expect(await admin('GET', `/tokens/${id}`)).toMatchObject({
      status: 200,
      body: { successfulAttempts: 1, failedAttempts: 2 },
    });
    const { items } = (await admin('GET', `/tokens/${id}/events`)).body as Page;
    expect(items.find(({ type }) => type === 'token.created')).toMatchObject({ ip: VIEWER });
  });

  it('signs people in by their links, and tells when that is over', async () => {
    const callbackUrl = 'https://shop.example/callback';
    expect(await admin('PUT', '/settings', { callbackUrl })).toMatchObject({ status: 200 });
    const { loginUrl, token } = (await admin('POST', '/tokens', { userId: 'c-42' })).body as Token;
    const link = loginUrl.replace(apiUrl, '');
    for (const path of ['/health', link])
      expect(await anonymous('HEAD', path)).toMatchObject({ status: 200, body: undefined });
    expect(await anonymous('GET', link)).toMatchObject({
      status: 200,
      headers: { 'content-security-policy': expect.stringContaining('form-action') },
      body: expect.stringContaining(token),
    });
    const press = () => anonymous('POST', '/login', new URLSearchParams({ token, state: 's', attempt: 'a' }));
    const pressed = await press();
    expect(pressed.status, JSON.stringify(pressed)).toBe(303);
    const exchange = () =>
      storefront('POST', '/sessions/exchange', { code: codeIn(pressed), attemptId: 'b' });
    const { status, body } = await exchange();
    expect(status).toBe(200);
    const { session } = body as { session: { id: string; accessToken: string } };
    expect(await exchange()).toMatchObject({ status: 200, body: { session: { id: session.id } } });

    const form = new URLSearchParams({ token: session.accessToken });
    const introspect = () => storefront('POST', '/sessions/introspect', form);
    expect(await introspect()).toMatchObject({ status: 200, body: { active: true, sub: 'c-42' } });
    expect(await admin('POST', '/users/c-42/sessions/revoke')).toMatchObject({ status: 204 });
    expect((await introspect()).body).toEqual({ active: false });
    expect(await storefront('POST', '/sessions/revoke', form)).toMatchObject({ status: 200 });
  });

  it('lets procurement systems in, by OCI and by cXML', async () => {
    const exchange = async (answer: Answer) =>
      (await storefront('POST', '/sessions/exchange', { code: codeIn(answer) })).body;
    const request = { userId: 'c-42', purpose: 'procurement' };
    const { loginUrl } = (await admin('POST', '/tokens', request)).body as Token;
    const fields = new URLSearchParams({ HOOK_URL: 'https://buyer.example/basket?id=1', '~TARGET': '_top' });
    const opened = await anonymous('POST', loginUrl.replace(apiUrl, ''), fields);
    expect(opened.status).toBe(303);
    const hookUrl = 'https://buyer.example/basket?id=1';
    expect(await exchange(opened)).toMatchObject({ procurement: { protocol: 'oci', hookUrl } });

    const sender = { identity: 'buyer', domain: 'DUNS', userId: 'c-42' };
    const made = await admin('POST', '/keys', { name: 'Buyer', role: 'procurement', ...sender });
    const secret = (made.body as { key: string }).key;
    const answer = await anonymous('POST', '/punchout/cxml', setupRequest(secret));
    const [, startPage = ''] = /<URL>(.*)<\/URL>/.exec(String(answer.body)) ?? [];
    expect(startPage, String(answer.body)).toContain(`${apiUrl}/punchout/cxml?token=`);
    const started = await anonymous('GET', startPage.replace(apiUrl, ''));
    expect(started.status).toBe(303);
    expect(await exchange(started)).toMatchObject({
      user: { id: 'c-42' },
      procurement: { protocol: 'cxml', operation: 'create', buyerCookie: 'cookie' },
    });
  });

  it('reveals, changes, rotates and deletes a token', async () => {
    const idempotent = { 'idempotency-key': 'order-1' };
    const created = await admin('POST', '/tokens', { extra: 'OCI - Acme' }, idempotent);
    const { id, token } = created.body as Token;
    expect(await admin('POST', '/tokens', { extra: 'OCI - Acme' }, idempotent)).toMatchObject({
      status: 200,
      body: { token },
    });
    expect(await admin('POST', `/tokens/${id}/reveal`)).toMatchObject({ status: 200, body: { token } });
    expect(await admin('PATCH', `/tokens/${id}`, { extra: null })).toMatchObject({
      status: 200,
      body: { extra: null },
    });
    const rotated = await admin('POST', `/tokens/${id}/rotate`, { userId: 'c-42' });
    expect(rotated).toMatchObject({ status: 200, body: { id } });
    expect((rotated.body as Token).token).not.toBe(token);
    expect(await admin('DELETE', `/tokens/${id}`)).toMatchObject({ status: 204 });
    expect(await admin('GET', `/tokens/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'token_not_found' },
    });
    const { body } = await admin('POST', '/tokens', {});
    const bulk = { ids: [(body as Token).id, id] };
    expect(await admin('POST', '/tokens/delete', bulk)).toMatchObject({
      status: 200,
      body: { deleted: [bulk.ids[0]] },
    });
  });

  it('tells its history and counts', async () => {
    const redeemed = async () =>
      ((await admin('GET', '/events?type=token.redeemed')).body as Page).items.length;
    await expect.poll(redeemed, PATIENCE).toBe(4);
    const counted = async () => {
      const { body } = await admin('GET', '/statistics?bucket=day');
      return (body as { created: number }[]).reduce((sum, { created }) => sum + created, 0);
    };
    await expect.poll(counted, PATIENCE).toBe(6);
  });

  it('takes back users and keys', async () => {
    expect(await admin('DELETE', '/users/c-42')).toMatchObject({ status: 204 });
    expect(await admin('GET', '/users/c-42')).toMatchObject({ status: 404 });
    const { items } = (await admin('GET', '/keys')).body as Page;
    const shop = items.find(({ role }) => role === 'storefront');
    expect(await admin('DELETE', `/keys/${shop?.id}`)).toMatchObject({ status: 204 });
  });

  it('has nothing to run again', async () => {
    expect(await command(emulator, 'node', 'infra/commands/replay-failures.ts')).toBe(
      '0 objects processed, 0 left\n',
    );
  });

  it('is gone after cdk destroy', async () => {
    await destroy(emulator);
    await expect(command(emulator, 'node', 'infra/commands/admin-key.ts')).rejects.toThrow('does not exist');
  });
});
