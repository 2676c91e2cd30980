import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { newcomer } from '../support/browser.ts';
import { consoleUrl, keyFor, openConsole, signInAs } from './support/console.ts';

const pages = (page: Page) => page.getByRole('navigation', { name: 'Pages', exact: true });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** All places in which a page can leave data for the next user of the browser. */
const traces = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([
      location.href,
      document.title,
      history.state,
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
    ]),
  );

describe('an administrator', () => {
  it('signs in with the identity provider, and reaches the page of the address', async () => {
    const page = await newcomer();
    await page.goto(`${consoleUrl}/tokens?status=active`);
    expect(await heading(page).textContent()).toBe('Sign in to Login Tokens');
    await signInAs(page, 'Ada Admin');
    await page.waitForURL(`${consoleUrl}/tokens?status=active`);
    expect(await heading(page).textContent()).toBe('Login tokens');
    await page.getByRole('button', { name: /Ada Admin/ }).waitFor();
  });

  it('leaves no code, no verifier and no token behind in address, history, storage or cookies', async () => {
    const page = await newcomer();
    const bearers: string[] = [];
    page.on('request', (request) => bearers.push(request.headers().authorization ?? ''));
    await page.goto(`${consoleUrl}/`);
    await signInAs(page, 'Ada Admin');
    await expect.poll(() => bearers.some((bearer) => bearer !== '')).toBe(true);
    const left = await traces(page);
    expect(left).not.toMatch(/code|verifier|eyJ/);
    await page.goBack();
    expect(page.url()).not.toMatch(/code=/);
  });

  it('stays signed in over a reload without typing anything', async () => {
    const page = await newcomer();
    await page.goto(`${consoleUrl}/tokens`);
    await signInAs(page, 'Ada Admin');
    await page.reload();
    await pages(page).waitFor();
    await page.waitForURL(`${consoleUrl}/tokens`);
  });

  it('signs out, here and at the identity provider', async () => {
    const page = await newcomer();
    await page.goto(`${consoleUrl}/`);
    await signInAs(page, 'Ada Admin');
    await page.getByRole('button', { name: /Ada Admin/ }).click();
    await page.getByText('Sign out', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Login Tokens' }).waitFor();
    await page.getByRole('button', { name: /^Continue with / }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  });
});

describe('the refresh token of an administrator', () => {
  /** Signs in, and returns the refresh token that the page got, with what it is good for. */
  async function signedIn() {
    const page = await newcomer();
    const granted = page.waitForResponse((response) => response.url() === `${inject('issuer')}/token`);
    await page.goto(`${consoleUrl}/`);
    await signInAs(page, 'Ada Admin');
    const response = await granted;
    const clientId = new URLSearchParams(response.request().postData() ?? '').get('client_id') ?? '';
    const { refresh_token } = (await response.json()) as { refresh_token: string };
    const refresh = () =>
      fetch(`${inject('issuer')}/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token }),
      });
    return { page, refresh };
  }

  const signOut = async (page: Page) => {
    await page.getByRole('button', { name: /Ada Admin/ }).click();
    await page.getByText('Sign out', { exact: true }).click();
  };

  it('is revoked when they sign out, before the page leaves', async () => {
    const { page, refresh } = await signedIn();
    await signOut(page);
    await page.getByRole('heading', { name: 'Sign out here, too?' }).waitFor();
    const { status } = await refresh();
    expect(status).toBe(400);
  });

  it('does not keep them signed in where the provider does not revoke it', async () => {
    const { page, refresh } = await signedIn();
    await page.route(`${inject('issuer')}/token/revocation`, (route) => route.abort());
    await signOut(page);
    await page.getByRole('heading', { name: 'Sign out here, too?' }).waitFor();
    expect((await refresh()).status).toBe(200);
  });
});

describe('a principal with fewer permissions', () => {
  it('sees links to the pages of the role, as a viewer', async () => {
    const page = await newcomer();
    await page.goto(`${consoleUrl}/`);
    await signInAs(page, 'Vic Viewer');
    await expect
      .poll(() => pages(page).getByRole('link').allInnerTexts())
      .toEqual(['Overview', 'Login tokens', 'Users', 'History']);
  });

  it('sees links to the pages of the role, as an administrator of one domain', async () => {
    const page = await newcomer();
    await page.goto(`${consoleUrl}/`);
    await signInAs(page, 'Dora Domain');
    await expect
      .poll(() => pages(page).getByRole('link').allInnerTexts())
      .toEqual(['Overview', 'Login tokens', 'Users', 'History', 'Keys']);
  });

  it('is told that the key of a storefront does not open the console', async () => {
    const page = await newcomer();
    await page.goto(`${consoleUrl}/`);
    await page.getByLabel('API key').fill(await keyFor('storefront'));
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page
      .getByText(/storefront/i)
      .first()
      .waitFor();
    expect(await pages(page).count()).toBe(0);
  });
});

describe('an API key', () => {
  it('signs in, and is forgotten by a reload', async () => {
    const page = await openConsole('viewer', { at: '/tokens' });
    expect(await traces(page)).not.toMatch(/lk_/);
    await page.reload();
    await page.getByLabel('API key').waitFor();
    expect(await page.getByLabel('API key').inputValue()).toBe('');
  });

  it('that is malformed is refused before it is sent', async () => {
    const page = await newcomer();
    await page.goto(`${consoleUrl}/`);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.headers().authorization ?? ''));
    await page.getByLabel('API key').fill('hunter2');
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page.getByText('An API key begins with lk_').waitFor();
    expect(sent.filter((header) => header !== '')).toEqual([]);
  });
});
