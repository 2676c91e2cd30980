import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../local/listen.ts';
import {
  admin,
  attempts,
  type Json,
  makeLink,
  press,
  putUser,
  serviceUrl,
  shopUrl,
  storefront,
} from './support/api.ts';
import { follow, newcomer, show, signIn } from './support/browser.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

/** Records the callback address with a code, to which the service redirects this page. */
function watchCallback(page: Page): () => string {
  const seen: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${shopUrl}/callback`)) seen.push(request.url());
  });
  return () => seen[0] ?? '';
}

describe('a signed-in visitor of the shop', () => {
  it('is asked before a link of another user replaces the session, and may say yes or no', async () => {
    const [jane, bob] = await Promise.all([putUser('Jane Doe'), putUser('Bob van Dijk')]);
    const page = await newcomer();
    await signIn(page, (await makeLink({ userId: bob.id })).loginUrl);

    await follow(page, (await makeLink({ userId: jane.id })).loginUrl);
    expect(await heading(page)).toBe('Sign in as Jane Doe?');
    expect(await page.locator('main').textContent()).toContain('You are signed in as Bob van Dijk');
    await show(page, 'shop-question-other-user');
    await page.getByRole('button', { name: 'No, stay Bob van Dijk' }).click();
    await page.waitForURL(`${shopUrl}/`);
    expect(await heading(page)).toBe('Welcome, Bob van Dijk');

    await follow(page, (await makeLink({ userId: jane.id })).loginUrl);
    await page.getByRole('button', { name: 'Yes, continue as Jane Doe' }).click();
    await page.waitForURL(`${shopUrl}/`);
    expect(await heading(page)).toBe('Welcome, Jane Doe');
    await page.goto(`${shopUrl}/checkout`);
    expect(await heading(page)).toBe('Checkout');
  });

  it('answers the question on the page, not one that another tab has asked since', async () => {
    const [jane, bob] = await Promise.all([putUser('Jane Doe'), putUser('Bob van Dijk')]);
    const page = await newcomer();
    await follow(page, (await makeLink({ userId: jane.id })).loginUrl);
    const other = await page.context().newPage();
    await follow(other, (await makeLink({ userId: bob.id })).loginUrl);
    await page.getByRole('button', { name: 'Yes, continue as Jane Doe' }).click();
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
    expect(await heading(page)).toBe('Sign in as Bob van Dijk?');
  });

  it('is not asked about another link of their own', async () => {
    const jane = await putUser('Jane Doe');
    const page = await newcomer();
    await signIn(page, (await makeLink({ userId: jane.id })).loginUrl);
    await follow(page, (await makeLink({ userId: jane.id })).loginUrl);
    expect(page.url()).toBe(`${shopUrl}/`);
  });

  it('stays signed in after loading the callback address with the code again', async () => {
    const page = await newcomer();
    const callback = watchCallback(page);
    await signIn(page, (await makeLink({})).loginUrl);
    await page.goto(callback());
    expect(page.url()).toBe(`${shopUrl}/`);
    await page.goto(`${shopUrl}/checkout`);
    expect(await heading(page)).toBe('Checkout');
  });

  it('is signed out when another browser loads the callback address with the code: one of the two has stolen it', async () => {
    const page = await newcomer();
    const callback = watchCallback(page);
    await signIn(page, (await makeLink({})).loginUrl);
    const thief = await newcomer();
    await thief.goto(callback());
    expect(await heading(thief)).toBe('This sign-in has lapsed');
    await show(thief, 'shop-refused');
    await page.goto(`${shopUrl}/checkout`);
    expect(await heading(page)).toBe('You have been signed out');
  });

  it('is signed out everywhere after signing out', async () => {
    const page = await newcomer();
    const callback = watchCallback(page);
    await signIn(page, (await makeLink({})).loginUrl);
    const accessToken = await accessTokenOf(page, callback());
    const active = async () =>
      (await storefront('POST', '/sessions/introspect', new URLSearchParams({ token: accessToken }))).body;
    expect(await active()).toMatchObject({ active: true });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${shopUrl}/`);
    expect(await heading(page)).toBe('Welcome');
    expect(await active()).toEqual({ active: false });
  });

  it('has no access token in the browser, nor anything that a script could read', async () => {
    const page = await newcomer();
    const callback = watchCallback(page);
    await signIn(page, (await makeLink({})).loginUrl);
    const accessToken = await accessTokenOf(page, callback());
    const cookies = await page.context().cookies(shopUrl);
    expect(cookies.map(({ name }) => name).sort()).toEqual(['shop-browser', 'shop-session']);
    for (const { httpOnly, sameSite, value } of cookies) {
      expect({ httpOnly, sameSite }).toEqual({ httpOnly: true, sameSite: 'Lax' });
      expect(accessToken).not.toContain(value);
    }
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it.each([
    ['their sessions', (userId: string) => admin('POST', `/users/${userId}/sessions/revoke`)],
    ['the token’s sessions', (_: string, id: string) => admin('POST', `/tokens/${id}/sessions/revoke`)],
    ['the token', (_: string, id: string) => admin('DELETE', `/tokens/${id}`)],
    ['the user', (userId: string) => admin('DELETE', `/users/${userId}`)],
  ])('learns at the checkout that an administrator has ended %s', async (_, end) => {
    const jane = await putUser('Jane Doe');
    const link = await makeLink({ userId: jane.id });
    const page = await newcomer();
    await signIn(page, link.loginUrl);
    await page.getByRole('link', { name: 'Go to checkout' }).click();
    expect(await heading(page)).toBe('Checkout');
    await show(page, 'shop-checkout');
    expect((await end(jane.id, link.id)).status).toBeLessThan(300);
    await page.reload();
    expect(await heading(page)).toBe('You have been signed out');
    await show(page, 'shop-ended');
    await page.goto(shopUrl);
    expect(await heading(page)).toBe('Welcome');
  });
});

describe('an impersonating administrator', () => {
  it('is named on every page of the shop, with the reason', async () => {
    const jane = await putUser('Jane Doe');
    const link = await makeLink({
      userId: jane.id,
      purpose: 'impersonation',
      reason: 'Ticket <b>7</b>',
    });
    const page = await newcomer();
    await follow(page, link.loginUrl);
    await show(page, 'shop-question-impersonation');
    const banner = 'Local administrator is acting as Jane Doe – reason: Ticket <b>7</b>';
    expect(await heading(page)).toBe('Act as Jane Doe?');
    expect(await page.locator('main').textContent()).toContain('as Local administrator.');
    await page.getByRole('button', { name: /^Yes/ }).click();
    await page.waitForURL(`${shopUrl}/`);
    for (const path of ['/', '/checkout']) {
      await page.goto(shopUrl + path);
      expect(await page.getByRole('status').textContent()).toBe(banner);
    }
    await show(page, 'shop-impersonation');
  });

  it('is asked before the session of the user herself is replaced', async () => {
    const jane = await putUser('Jane Doe');
    const page = await newcomer();
    await signIn(page, (await makeLink({ userId: jane.id })).loginUrl);
    const link = await makeLink({ userId: jane.id, purpose: 'impersonation', reason: 'Ticket 7' });
    await follow(page, link.loginUrl);
    expect(page.url()).toBe(`${shopUrl}/sign-in/confirm`);
  });
});

describe('an attacker', () => {
  it('cannot sign a visitor in by the callback address with a code of the attacker', async () => {
    const mallory = await putUser('Mallory');
    const page = await newcomer();
    await page.goto(await press(await makeLink({ userId: mallory.id })));
    expect(await heading(page)).toBe('Sign in as Mallory?');
    await page.goto(shopUrl);
    expect(await heading(page)).toBe('Welcome');
    await page.goto(`${shopUrl}/sign-in/confirm`);
    await page.getByRole('button', { name: 'No' }).click();
    await page.waitForURL(`${shopUrl}/`);
    expect(await heading(page)).toBe('Welcome');
  });

  it('cannot sign a visitor in by a form on another site', async () => {
    const { token, ...link } = await makeLink({});
    const form = `<form method="post" action="${serviceUrl}/login">
      <input name="token" value="${token}"></form>`;
    const hostile = await host(`${form}<script>document.forms[0].submit()</script>`);
    const page = await newcomer({}, { others: [hostile] });
    const answered = page.waitForResponse(`${serviceUrl}/login`);
    await page.goto(hostile);
    expect((await answered).status()).toBe(403);
    await page.waitForLoadState();
    await show(page, 'foreign-form');
    expect(await attempts({ token, ...link })).toEqual({ good: 0, bad: 0 });
  });

  it('cannot answer the shop’s question, or sign a visitor out, by a form on another site', async () => {
    const hostile = await host(
      `<form method="post" action="${shopUrl}/sign-out"><button>Prize</button></form>`,
    );
    const page = await newcomer({}, { others: [hostile] });
    await signIn(page, (await makeLink({})).loginUrl);
    await page.goto(hostile);
    await page.getByRole('button', { name: 'Prize' }).click();
    await page.waitForURL(`${shopUrl}/sign-out`);
    expect(await heading(page)).toBe('That came from another site');
    await page.goto(shopUrl);
    expect(await page.locator('main').textContent()).toContain('You are signed in as a guest.');
  });

  it('cannot show the login page or the shop in a frame', async () => {
    const { loginUrl } = await makeLink({});
    const hostile = await host(
      `<iframe src="${loginUrl}"></iframe><iframe src="${shopUrl}/sign-in/confirm"></iframe>`,
    );
    const refused: string[] = [];
    const page = await newcomer({}, { others: [hostile] });
    page.removeAllListeners('console');
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(hostile);
    await expect.poll(() => refused.filter((text) => text.includes('frame-ancestors')).length).toBe(2);
  });
});

/** The access token of the shop. The same code and attempt id, sent with the shop's key, return it again. */
async function accessTokenOf(page: Page, callback: string): Promise<string> {
  const browser = (await page.context().cookies(shopUrl)).find(({ name }) => name === 'shop-browser')?.value;
  const code = new URL(callback).searchParams.get('code');
  const attemptId = createHash('sha256').update(`${browser} ${code}`).digest('base64url');
  const { status, body }: { status: number; body: Json } = await storefront('POST', '/sessions/exchange', {
    code,
    attemptId,
  });
  expect(status).toBe(200);
  return body.session.accessToken;
}

/** A page on another site. */
async function host(html: string): Promise<string> {
  const server = createServer((_, response) => {
    response
      .writeHead(200, { 'Content-Type': 'text/html' })
      .end(`<!doctype html><link rel="icon" href="data:,">${html}`);
  });
  const port = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${port}`;
}
