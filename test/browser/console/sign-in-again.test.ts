import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { admin, makeLink, putUser, serviceUrl } from '../support/api.ts';
import { newcomer } from '../support/browser.ts';
import {
  consoleUrl,
  keyFor,
  openConsole,
  openConsoleAs,
  signInAs,
  signInWithKey,
} from './support/console.ts';

const ended = (page: Page) => page.getByRole('dialog', { name: 'Your sign-in has ended' });
const form = (page: Page) => page.getByRole('dialog', { name: 'New token' });
const signInPage = (page: Page) => page.getByRole('heading', { name: 'Sign in to Login Tokens' });
const navigation = (page: Page) => page.getByRole('navigation', { name: 'Pages', exact: true });
const make = (page: Page) => page.getByRole('button', { name: 'Make the token' }).click();

/** Signs in with the key of an editor, in the dialog that says that the sign-in has ended. */
async function continueAsEditor(page: Page): Promise<void> {
  const dialog = ended(page);
  await dialog.getByLabel('API key').fill(await keyFor('editor'));
  await dialog.getByRole('button', { name: 'Sign in with the key' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Answers the next request for a new token with 401, as the API does for a withdrawn access token. */
const refuseOnce = (page: Page) =>
  page.route(
    `${serviceUrl}/tokens`,
    (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        json: { code: 'unauthenticated', status: 401, title: '', detail: '', requestId: 'r' },
      }),
    { times: 1 },
  );

/** Fills in the form of a new token for a new user. The sign-in ends when the form is sent. */
async function interrupted(open: (at: string) => Promise<Page>) {
  const user = await putUser('Ursel Unterbrochen');
  const page = await open(`/tokens/new?userId=${user.id}`);
  await form(page).getByLabel('Extra').fill('Half an hour of work');
  await refuseOnce(page);
  await make(page);
  await ended(page).waitFor();
  return { page, user };
}

const asAda = (at: string) => openConsoleAs('Ada Admin', { at });

async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Account of ${name}` }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
}

describe('a user whose sign-in by the identity provider has ended', () => {
  it('loses no input by Escape or a press beside the dialog, signs in again in a second window, and saves the input', async () => {
    const { page, user } = await interrupted(asAda);
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      ended(page).getByRole('button', { name: 'Sign in again' }).click(),
    ]);
    if (!popup.isClosed()) await popup.waitForEvent('close');
    await ended(page).waitFor({ state: 'detached' });
    expect(await form(page).getByLabel('Extra').inputValue()).toBe('Half an hour of work');
    await make(page);
    await page.getByRole('dialog', { name: 'The token is made' }).waitFor();
    const { items } = (await admin('GET', `/tokens?userId=${user.id}`)).body;
    expect(items.map((token: { extra: string }) => token.extra)).toEqual(['Half an hour of work']);
    expect(items[0].createdBy.name).toBe('Ada Admin');
  });

  it('can leave for the sign-in page, and is not signed in as anybody by it', async () => {
    const { page } = await interrupted(asAda);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await ended(page).getByRole('button', { name: 'Leave' }).click();
    await signInPage(page).waitFor();
    await page.getByRole('button', { name: /^Continue with / }).waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/Ada|Unterbrochen|Half an hour/);
    await signInWithKey(page, await keyFor('viewer'));
    expect(asked.filter((address) => address.startsWith(inject('issuer')))).toEqual([]);
  });
});

describe('a page whose sign-in has ended', () => {
  it('keeps what was typed for ten minutes, and has forgotten everything after that', async () => {
    const { page } = await interrupted(async (at) => {
      const opened = await asAda(at);
      await opened.clock.install();
      return opened;
    });
    await page.clock.fastForward(9 * 60_000);
    expect(await ended(page).textContent()).toContain('ten minutes');
    expect(await page.locator('textarea').inputValue()).toBe('Half an hour of work');
    await page.clock.fastForward(61_000);
    await signInPage(page).waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/Ada|Unterbrochen|Half an hour/);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toMatch(
      /Ada|Unterbrochen|Half an hour|eyJ/,
    );
  });

  it('keeps a new sign-in, whenever the old one ended', async () => {
    const page = await openConsole('admin', { at: '/tokens' });
    await page.clock.install();
    await page.getByRole('link', { name: /New token/ }).click();
    await refuseOnce(page);
    await make(page);
    await continueAsEditor(page);
    await page.clock.fastForward(11 * 60_000);
    await make(page);
    await page.getByRole('dialog', { name: 'The token is made' }).waitFor();
  });
});

describe('a user whose key is no longer valid', () => {
  it('continues with another key, and with its permissions', async () => {
    const page = await openConsole('admin', { at: '/tokens' });
    await page.getByRole('link', { name: /New token/ }).click();
    await form(page).getByLabel('Extra').fill('Half an hour of work');
    await refuseOnce(page);
    await make(page);
    await continueAsEditor(page);
    await make(page);
    await page.getByRole('dialog', { name: 'The token is made' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect
      .poll(() => navigation(page).getByRole('link').allTextContents())
      .toEqual(['Overview', 'Login tokens', 'Users', 'History']);
    await page.getByRole('button', { name: 'Account of editor of a test' }).waitFor();
  });
});

it('a user who signs in reaches the page of the address, even if it loads more slowly than the principal', async () => {
  const page = await newcomer();
  await page.goto(`${consoleUrl}/settings`);
  await page.getByRole('button', { name: /^Continue with / }).click();
  await page.getByRole('button', { name: 'Ada Admin', exact: true }).waitFor();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/settings-page.*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Ada Admin', exact: true }).click();
  await navigation(page).getByRole('link', { name: 'Settings' }).waitFor();
  letGo();
  await page.getByLabel('Name of the shop').waitFor();
  expect(page.url()).toBe(`${consoleUrl}/settings`);
});

describe('the next user of a browser', () => {
  it('signs in with an administrator’s key after that of a storefront was refused', async () => {
    const page = await newcomer();
    await page.goto(`${consoleUrl}/tokens`);
    await page.getByLabel('API key').fill(await keyFor('storefront'));
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page.getByRole('heading', { name: 'This key does not open the console' }).waitFor();
    await page.getByRole('button', { name: 'Use another key' }).click();
    await signInWithKey(page, inject('adminKey'));
    await navigation(page).getByRole('link', { name: 'Settings' }).waitFor();
    await page.locator('tbody tr[data-id]').first().waitFor();
  });

  it('sees no data of the user before, who had a key, not even before the API answers', async () => {
    const { id: userId } = await putUser('Fritz Former');
    await makeLink({ userId });
    const page = await openConsole('admin', { at: `/tokens?userId=${userId}` });
    await page.getByRole('link', { name: 'Fritz Former' }).waitFor();
    const [, name = ''] =
      (await page.locator('.account').getAttribute('aria-label'))?.split('Account of ') ?? [];
    await signOut(page, name);
    await signInPage(page).waitFor();
    const { key, letGo } = await held(page);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page.locator('.frame').waitFor();
    const meanwhile = await page.locator('body').textContent();
    expect(await navigation(page).getByRole('link').count()).toBe(0);
    letGo();
    await page.getByRole('button', { name: 'Account of viewer of a test' }).waitFor();
    await page.getByRole('heading', { name: 'No login token is like this' }).waitFor();
    expect(
      await navigation(page)
        .getByRole('link', { name: /Keys|Settings/ })
        .count(),
    ).toBe(0);
    for (const shown of [meanwhile, await page.locator('body').textContent()]) {
      expect(shown).not.toContain('Fritz Former');
      expect(shown).not.toContain(name);
    }
  });

  it('sees no data of the user before, who came by the identity provider', async () => {
    const user = await putUser('Frieda Former', { email: 'frieda@elsewhere.example' });
    await makeLink({ userId: user.id });
    const page = await openConsoleAs('Ada Admin', { at: '/tokens' });
    await page.getByRole('link', { name: 'Frieda Former' }).waitFor();
    await signOut(page, 'Ada Admin');
    // This page belongs to the provider.
    await page.getByRole('heading', { name: 'Sign out here, too?' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signInPage(page).waitFor();
    await signInAs(page, 'Dora Domain');
    await page.getByRole('button', { name: 'Account of Dora Domain' }).waitFor();
    await navigation(page).getByRole('link', { name: 'Login tokens' }).click();
    await page.locator('tbody tr[data-id]').first().waitFor();
    expect(await navigation(page).getByRole('link', { name: 'Settings' }).count()).toBe(0);
    expect(await page.locator('body').textContent()).not.toMatch(/Frieda|Ada Admin/);
  });
});

/** A key for one domain without users. The responses to /me and to /tokens wait for `letGo`. */
async function held(page: Page): Promise<{ key: string; letGo: () => void }> {
  const key = await keyFor('viewer', ['nobody-at-all.example']);
  let letGo = () => {};
  const wait = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let asked = 0;
  await page.route(/\/(me$|tokens\?)/, async (route) => {
    // The sign-in form checks the key with the first request to /me. That request does not wait.
    if (!route.request().url().endsWith('/me') || asked++ > 0) await wait;
    await route.continue();
  });
  return { key, letGo };
}
