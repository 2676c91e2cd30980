import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { admin, type Json, type Link, makeLink, putUser, serviceUrl } from '../support/api.ts';
import { newcomer } from '../support/browser.ts';
import { consoleUrl, keyFor, rowOf, signInWithKey } from './support/console.ts';

/** Two tabs of one browser context with the same page. Each tab signs in separately. */
async function openTwice(
  role: 'editor' | 'admin',
  at: string,
  prepare: (context: BrowserContext) => Promise<void> = async () => {},
): Promise<[Page, Page]> {
  const one = await newcomer();
  await prepare(one.context());
  const key = await keyFor(role);
  const other = await one.context().newPage();
  for (const tab of [one, other]) {
    await tab.goto(consoleUrl + at);
    await signInWithKey(tab, key);
  }
  return [one, other];
}

const extra = (page: Page) => page.getByRole('textbox', { name: 'Extra' });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const conflict = (page: Page) => page.getByRole('alert').filter({ hasText: 'Somebody else changed this' });
const get = async ({ id }: Link) => (await admin('GET', `/tokens/${id}`)).body;

/** A token that both tabs edit. The first tab has saved it, the second has not. */
async function bothEdit(name: string): Promise<{ link: Link; one: Page; other: Page }> {
  const user = await putUser(name);
  const link = await makeLink({ userId: user.id, extra: 'Before' });
  const [one, other] = await openTwice('editor', `/tokens/${link.id}?userId=${user.id}`);
  for (const tab of [one, other]) await tab.getByRole('button', { name: 'Edit', exact: true }).click();
  await extra(one).fill('Of the first');
  await one.getByRole('radio', { name: 'a number of times' }).check();
  await one.getByLabel('Number of uses').fill('7');
  await extra(other).fill('Of the second');
  await save(one);
  await one.getByText('The token is saved').waitFor();
  return { link, one, other };
}

/** Deletes the token whose panel is open in the tab. */
async function deleteIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the token' }).click();
  await page.getByText('The token is deleted').waitFor();
}

describe('a token that is changed in two tabs', () => {
  it('is not overwritten: the second tab shows both versions and saves its own all the same, and the first shows it', async () => {
    const { link, one, other } = await bothEdit('Tamara Tab');
    await save(other);
    await conflict(other).getByRole('row', { name: 'Extra Of the first Of the second' }).waitFor();
    expect(await conflict(other).textContent()).toContain('7 times');
    expect((await get(link)).extra).toBe('Of the first');
    expect(await extra(other).inputValue()).toBe('Of the second');
    await other.getByRole('button', { name: 'Save mine all the same' }).click();
    await other.getByText('The token is saved').waitFor();
    expect(await get(link)).toMatchObject({ extra: 'Of the second', maxUses: 7 });
    await comeBack(one);
    await rowOf(one, link).getByText('Of the second').waitFor();
  });

  it('has the version of the first tab when the second takes it, and can be changed from there', async () => {
    const { link, other } = await bothEdit('Tessy Tab');
    await save(other);
    await other.getByRole('button', { name: 'Take theirs' }).click();
    await other.getByRole('button', { name: 'Edit', exact: true }).click();
    expect(await extra(other).inputValue()).toBe('Of the first');
    await extra(other).fill('Of both');
    await save(other);
    await other.getByText('The token is saved').waitFor();
    expect((await get(link)).extra).toBe('Of both');
  });
});

/** Shows the tab again after its data are stale (10 seconds), so that the tab reads them again. */
async function comeBack(page: Page): Promise<void> {
  await page.clock.install();
  await page.clock.fastForward(15_000);
  await page.bringToFront();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
}

describe('a token that is deleted in one tab', () => {
  it.each([
    ['saves it', save],
    ['comes back to it', comeBack],
  ] as const)(
    'is said to be gone when the user %s in the other, and nothing typed is lost',
    async (_, act) => {
      const user = await putUser('Gundula Gone');
      const link = await makeLink({ userId: user.id, extra: 'Before' });
      const [one, other] = await openTwice('editor', `/tokens/${link.id}`);
      await other.getByRole('button', { name: 'Edit', exact: true }).click();
      await extra(other).fill('An hour of work');
      await deleteIn(one);
      await act(other);
      const gone = other.getByRole('alert').filter({ hasText: /no such (login )?token|was deleted/ });
      await gone.first().waitFor();
      expect(await extra(other).inputValue()).toBe('An hour of work');
    },
  );
});

/** All tests share the settings, so this test has its own copy, with the version check of the API. */
async function ownSettings(context: BrowserContext): Promise<{ settings: Json }> {
  const own = { settings: { ...(await admin('GET', '/settings')).body, version: 1 } };
  await context.route(`${serviceUrl}/settings`, async (route) => {
    const request = route.request();
    if (request.method() === 'GET') return route.fulfill({ json: own.settings });
    if (request.method() !== 'PUT') return route.fallback();
    const { 'if-match': wanted } = request.headers();
    if (wanted !== `"${own.settings.version}"`)
      return route.fulfill({
        status: 412,
        contentType: 'application/problem+json',
        json: {
          code: 'version_mismatch',
          status: 412,
          title: 'The resource has changed',
          detail: '',
          requestId: 'r',
        },
      });
    own.settings = { ...own.settings, ...request.postDataJSON(), version: own.settings.version + 1 };
    return route.fulfill({ json: own.settings });
  });
  return own;
}

describe('settings that are changed in two tabs', () => {
  it('are not overwritten: the second tab shows both versions, and takes those of the first or saves its own', async () => {
    let own: { settings: Json } = { settings: undefined };
    const [one, other] = await openTwice('admin', '/settings', async (context) => {
      own = await ownSettings(context);
    });
    const name = (tab: Page) => tab.getByLabel('Name of the shop');
    for (const [tab, text] of [
      [one, 'Of the first'],
      [other, 'Of the second'],
    ] as const)
      await name(tab).fill(text);
    await save(one);
    await one.getByText('The settings are saved').waitFor();
    await save(other);
    await conflict(other).getByRole('row', { name: 'Name of the shop Of the first Of the second' }).waitFor();
    expect(own.settings.shopName).toBe('Of the first');
    await other.getByRole('button', { name: 'Take theirs' }).click();
    expect(await name(other).inputValue()).toBe('Of the first');
    await name(other).fill('Of the second again');
    await save(other);
    await other.getByText('The settings are saved').waitFor();
    await name(one).fill('Of the first again');
    await save(one);
    await one.getByRole('button', { name: 'Save mine all the same' }).click();
    await expect.poll(() => own.settings.shopName).toBe('Of the first again');
    await expect.poll(() => conflict(one).count()).toBe(0);
  });
});
