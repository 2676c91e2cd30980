import { describe, expect, it } from 'vitest';
import { send } from '../support/api.ts';
import { expectPage } from '../support/expect-page.ts';
import { expectConventionalHeaders, expectProblem } from '../support/expect-problem.ts';
import { useService } from '../support/fixture.ts';
import { aToken, CALLBACK } from '../support/given.ts';

/** Paths of pages that were damaged on the way. */

const { log } = useService({ settings: { callbackUrl: CALLBACK } });

const BASE = 'https://login.example.com';

describe('a damaged path', () => {
  it.each([
    ['/login/?token=T', '/login?token=T'],
    ['/login//?token=T', '/login?token=T'],
    ['/LOGIN?token=T', '/login?token=T'],
    ['/Login/?token=T&state=a%20b', '/login?token=T&state=a%20b'],
    ['//login?token=T', '/login?token=T'],
    ['/login%3Ftoken%3DT', '/login?token=T'],
    ['/login%3Ftoken=T&state=x?utm_source=y', '/login?token=T&state=x&utm_source=y'],
    ['/login%253Ftoken%253DT', '/login?token=T'],
    ['/login&token=T', '/login?token=T'],
    ['/login%23token=T', '/login#token=T'],
    ['/LOGIN%23token=T?state=x', '/login?state=x#token=T'],
    ['/login/lt_T', '/login?lt_T'],
    ['/login%3Fstate=é "<', '/login?state=%C3%A9%20%22%3C'],
    [
      '/login%3Freturn_to=https%3A%2F%2Fshop.example%2F&token=T',
      '/login?return_to=https://shop.example/&token=T',
    ],
    ['/punchout/OCI/?HOOK_URL=x', '/punchout/oci?HOOK_URL=x'],
    ['/punchout//cxml/?token=T', '/punchout/cxml?token=T'],
    ['/docs/', '/docs'],
  ])('%s leads to the page %s', async (path, address) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await send(method, path);
      expect(answer.status).toBe(303);
      expect(answer.headers.Location).toBe(BASE + address);
      expectConventionalHeaders(answer);
      expect(answer.headers['Referrer-Policy']).toBe('no-referrer');
    }
  });

  it.each([
    '/login%3Ftoken=T&state=ab%2Bc%26d&return_to=https%3A%2F%2Fshop.example%2F',
    '/login%3Ftoken=T&state=ab%2Bc',
    '/login%3Ftoken=T&state=a+b',
    '/login%3Ftoken=T&return_to=https%3A%2F%2Fshop.example%2F%3Fa%3D1%26b%3D2&state=x',
    '/LOGIN%23token=T&state=ab%2Bc',
    '/punchout/oci%3Ftoken=T&HOOK_URL=http%3A%2F%2Fb.example%2F%3Fx%3D1%26y%3D2',
  ])('%s has values that cannot be told any more, and is called incomplete', async (path) => {
    const { token } = await aToken();
    const { status, headers } = await send('GET', path.replace('token=T', `token=${token}`));
    expect(status).toBe(303);
    expect(headers.Location).toMatch(/^https:\/\/login\.example\.com\/[a-z/]+\?token=incomplete$/);
    const page = await send('GET', (headers.Location ?? '').slice(BASE.length));
    expectPage(page, 400);
    expect(page.text).toContain('This link is incomplete');
  });

  it.each([
    ['/login%3Ftoken%3DT%26state%3Dab%252Bc%2526d', '/login?token=T&state=ab%2Bc%26d'],
    [
      '/punchout/oci%3Ftoken%3DT%26HOOK_URL%3Dhttp%253A%252F%252Fb.example%252F%253Fx%253D1%2526y%253D2',
      '/punchout/oci?token=T&HOOK_URL=http%3A%2F%2Fb.example%2F%3Fx%3D1%26y%3D2',
    ],
    ['/login%3Ftoken=T&state=YWJj%3D%3D', '/login?token=T&state=YWJj=='],
    [
      '/login%3Fstate=x&token=T&return_to=https%3A%2F%2Fshop.example%2F%3Fa%3D1',
      '/login?state=x&token=T&return_to=https://shop.example/?a=1',
    ],
  ])('%s keeps what its values say: %s', async (path, address) => {
    expect((await send('GET', path)).headers.Location).toBe(BASE + address);
  });

  it.each([
    '/loginx',
    '/login.php',
    '/log in',

    '//',
    '/tokens/',
    '/Tokens',
    '/health/',
    '/%3Ftoken=T',
    '/console',
  ])('%s means no page', async (path) => expectProblem(await send('GET', path), 'not_found'));

  it.each([
    '//evil.example/login',
    '/\\evil.example/login',
    '/login%3F@evil.example',
    '//login%23@evil.example',
  ])('%s leads nowhere else', async (path) => {
    const { status, headers } = await send('GET', path);
    if (status === 303) expect(new URL(headers.Location ?? '').origin).toBe(BASE);
    else expect(status).toBe(404);
  });

  it('leads to a page where the token can be used, and is in no log', async () => {
    const { token } = await aToken();
    for (const path of [`/login/?token=${token}`, `/login%3Ftoken%3D${token}`, `/Login/${token}.`]) {
      const { headers } = await send('GET', path);
      const page = await send('GET', (headers.Location ?? '').slice(BASE.length));
      expectPage(page, 200);
      expect(page.text).toContain(`name="token" value="${token}"`);
    }
    expect(log.text()).not.toContain(token.slice(25, 58));
  });

  it('is no path of a route in another method', async () => {
    expect((await send('POST', '/login/')).status).toBe(404);
    expect((await send('PUT', '/docs')).status).toBe(405);
  });
});
