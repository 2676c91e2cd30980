import { beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectPage } from '../../support/expect-page.ts';
import { useService } from '../../support/fixture.ts';
import { aToken, CALLBACK, pressContinue, setSettings } from '../../support/given.ts';

/** The targets that a link may name, checked when it is opened and when its button is pressed. */

const ACCOUNT = 'https://shop.example/account';
const LOCAL = 'http://localhost:3000/callback';
const APP = 'com.example.app:/callback';
const SETTINGS = {
  callbackUrl: `${CALLBACK}?shop=1`,
  allowedReturnUrls: [ACCOUNT, LOCAL, APP],
  shopName: 'Acme',
};
const { admin } = useService({ frozen: true, settings: SETTINGS });

const open = (
  parameters: Record<string, string> | [string, string][],
  headers: Record<string, string> = {},
) => send('GET', `/login?${new URLSearchParams(parameters)}`, { headers });
const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;

const REFUSED = {
  'of another site, without its scheme': '//evil.example/callback',
  'of another site': 'https://evil.example/callback',
  'without slashes': 'https:evil.example',
  'without slashes, of an allowed host': 'https:shop.example/account',
  'with one slash': 'https:/shop.example/account',
  'with three slashes': 'https:///shop.example/account',
  'with another site behind somebody’s name': 'https://shop.example@evil.example/account',
  'with somebody’s name': 'https://evil@shop.example/account',
  'with an empty name': 'https://@shop.example/account',
  'with a backslash in somebody’s name': 'https://evil.example\\@shop.example/account',
  'with backslashes for slashes': 'https:\\\\shop.example\\account',
  'with a backslash at the end of its host': 'https://shop.example\\.evil.example/account',
  'of a host that looks the same': 'https://shоp.example/account',
  'of a host in full width': 'https://shop。example/account',
  'of a host with an invisible character': 'https://shop.\u00adexample/account',
  'of the host with a dot behind it': 'https://shop.example./account',
  'of a host below the allowed one': 'https://evil.shop.example/account',
  'of a host that begins as the allowed one': 'https://shop.example.evil.example/account',
  'of another port': 'https://shop.example:8443/account',
  'of the usual port, said': 'https://shop.example:443/account',
  'of another scheme': 'http://shop.example/account',
  'of another path': 'https://shop.example/other',
  'of a path below': 'https://shop.example/account/orders',
  'of a path that begins as the allowed one': 'https://shop.example/accounts',
  'with a slash more': 'https://shop.example/account/',
  'without its path': 'https://shop.example',
  'with a way out of its path': 'https://shop.example/account/../admin',
  'with a way into its path': 'https://shop.example/x/../account',
  'with an encoded way out of its path': 'https://shop.example/account/%2e%2e/admin',
  'with its path encoded': 'https://shop.example/%61ccount',
  'with parameters of its path': 'https://shop.example/account;x=1',
  'with its scheme in upper case': 'HTTPS://shop.example/account',
  'with its host in upper case': 'https://SHOP.example/account',
  'with its path in upper case': 'https://shop.example/ACCOUNT',
  'with a fragment': 'https://shop.example/account#x',
  'with an empty fragment': 'https://shop.example/account#',
  'with a fragment behind its query': 'https://shop.example/account?x=1#y',
  'that is a script': 'javascript:alert(1)//https://shop.example/account',
  'that is data': 'data:text/html,<script>alert(1)</script>',
  'that is a path': '/account',
  'that is a way up': '../account',
  'that is a word': 'account',
  'with blanks before it': ' https://shop.example/account',
  'with a line break in it': 'https://shop.example/acc\nount',
  'with a line break in its query': 'https://shop.example/account?x=1\r\nset-cookie: a=b',
  'with a tabulator in it': 'https://shop\t.example/account',
  'with a code of its own': 'https://shop.example/account?code=stolen',
  'with a state of its own': 'https://shop.example/account?x=1&state=stolen',
  'with a code under an encoded name': 'https://shop.example/account?%63ode=stolen',
  'of another app': 'com.example.other:/callback',
  'of the app, with a host': 'com.example.app://callback',
  'of the app, elsewhere': 'com.example.app:/callback/x',
  'of the app, in upper case': 'COM.example.app:/callback',
  'of the app, with a fragment': 'com.example.app:/callback#x',
  'twice in one': 'https://shop.example/account,https://evil.example',
};

describe('a return_to', () => {
  let id: string;
  let token: string;
  beforeAll(async () => {
    ({ id, token } = await aToken());
  });

  describe.each(Object.entries(REFUSED))('%s', (_, returnTo) => {
    it('is refused when the link is opened', async () => {
      const answer = await open({ token, return_to: returnTo });
      expectPage(answer, 400);
      expect(answer.text).not.toContain('evil');
    });

    it('is refused when the button is pressed, and the token is untouched', async () => {
      const answer = await pressContinue(token, { return_to: returnTo });
      expectPage(answer, 400);
      expect(answer.headers.Location).toBeUndefined();
      expect(await tokenOf(id)).toMatchObject({ status: 'active', successfulAttempts: 0, failedAttempts: 0 });
    });
  });

  it.each([
    ['the callback, without its query', CALLBACK, `${CALLBACK}?code=`],
    ['the callback with another query', `${CALLBACK}?basket=7`, `${CALLBACK}?basket=7&code=`],
    ['an allowed one', ACCOUNT, `${ACCOUNT}?code=`],
    ['an allowed app', APP, `${APP}?code=`],
    ['an allowed app, with a query', `${APP}?x=1`, `${APP}?x=1&code=`],
    ['an allowed one on this machine', LOCAL, `${LOCAL}?code=`],
    [
      'an allowed one with a query, to the letter',
      `${ACCOUNT}?a=%2F%20+&a=2&next=//evil`,
      `${ACCOUNT}?a=%2F%20+&a=2&next=//evil&code=`,
    ],
    [
      'an allowed one with a query that has its own ?',
      `${ACCOUNT}?u=https://x/?y`,
      `${ACCOUNT}?u=https://x/?y&code=`,
    ],
    [
      'an allowed one with words like ours',
      `${ACCOUNT}?barcode=1&Code=2`,
      `${ACCOUNT}?barcode=1&Code=2&code=`,
    ],
  ])('that is %s is kept', async (_, returnTo, location) => {
    const { token: another } = await aToken();
    expect((await open({ token: another, return_to: returnTo })).status).toBe(200);
    const pressed = await pressContinue(another, { return_to: returnTo });
    expect(pressed.status, pressed.text).toBe(303);
    expect(pressed.headers.Location?.slice(0, location.length)).toBe(location);
  });

  it('whose query has other than ASCII characters leads there, in a header that has none', async () => {
    const { token: another } = await aToken();
    const pressed = await pressContinue(another, { return_to: `${ACCOUNT}?q=日本 é`.replace(' ', '') });
    expect(pressed.status, pressed.text).toBe(303);
    expect(pressed.headers.Location).toMatch(/^[\x21-\x7e]+$/);
    expect(new URL(pressed.headers.Location ?? '').searchParams.get('q')).toBe('日本é');
  });

  it('that is empty is none', async () => {
    const { token: another } = await aToken();
    const pressed = await pressContinue(another, { return_to: '' });
    expect(pressed.headers.Location).toMatch(/^https:\/\/shop\.example\/callback\?shop=1&code=/);
  });
});

describe('while nobody has said where people are taken', () => {
  beforeAll(() => setSettings({ allowedReturnUrls: [ACCOUNT] }));

  it('links say so on a 409 page, and pressing does nothing to the token', async () => {
    const { id, token } = await aToken();
    expectPage(await open({ token }), 409);
    expectPage(await pressContinue(token), 409);
    expect(await tokenOf(id)).toMatchObject({ status: 'active', successfulAttempts: 0, failedAttempts: 0 });
  });

  it('links that say so themselves work', async () => {
    const { token } = await aToken();
    expectPage(await open({ token, return_to: ACCOUNT }), 200);
    expect((await pressContinue(token, { return_to: ACCOUNT })).status).toBe(303);
  });
});
