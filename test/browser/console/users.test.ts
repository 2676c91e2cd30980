import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, putUser } from '../support/api.ts';
import { consoleUrl, keyFor, openConsole } from './support/console.ts';

const DOMAIN = 'users-page.example';
let ursula: { id: string; name: string };

beforeAll(async () => {
  ursula = await putUser('Ursula van Uden', {
    email: `ursula@${DOMAIN}`,
    phone: '+31 20 1234567',
    locale: 'nl',
  });
  await putUser('Ursuline Supplies', { email: `supplies@${DOMAIN}`, type: 'customer' });
});

const names = (page: Page) => page.locator('.users-table tbody th a').allTextContents();
const expectNames = (page: Page, ...expected: string[]) =>
  expect.poll(async () => (await names(page)).sort()).toEqual(expected);
const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const get = async (id: string) => (await admin('GET', `/users/${id}`)).body;
const openLimited = async (at: string) => openConsole({ key: await keyFor('editor', [DOMAIN]) }, { at });

describe('the list of users', () => {
  it('is searched by the beginnings of words, from the keyboard, and the address follows', async () => {
    const page = await openConsole('viewer', { at: '/users' });
    await page.getByRole('searchbox', { name: 'Search' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('ursu');
    await expectNames(page, 'Ursula van Uden', 'Ursuline Supplies');
    expect(search(page)).toEqual({ search: 'ursu' });
    // A pause after a space must not change the typed text: the address omits the space.
    await page.keyboard.type('la ');
    await expectNames(page, 'Ursula van Uden');
    await page.keyboard.type('ud');
    await expect.poll(() => search(page)).toEqual({ search: 'ursula ud' });
    await expectNames(page, 'Ursula van Uden');
    expect(await page.getByRole('searchbox').inputValue()).toBe('ursula ud');
  });

  it('is filtered by type, and opened with j and Enter', async () => {
    const page = await openConsole('viewer', { at: '/users?search=ursu' });
    await expectNames(page, 'Ursula van Uden', 'Ursuline Supplies');
    await page.getByLabel('Type').selectOption('contact');
    await expectNames(page, 'Ursula van Uden');
    expect(search(page)).toEqual({ search: 'ursu', type: 'contact' });
    await page.getByRole('heading', { name: 'Users' }).click();
    await page.getByLabel('Type').blur();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${consoleUrl}/users/${ursula.id}`);
    await page.getByRole('heading', { name: 'Ursula van Uden' }).waitFor();
  });

  it('says that no user is found, and starts at the first page when the cursor is invalid', async () => {
    const page = await openConsole('viewer', { at: '/users?search=nobody-is-called-so' });
    await page.getByRole('heading', { name: 'Nobody is found' }).waitFor();
    const other = await openConsole('viewer', { at: '/users?search=ursu&cursor=nonsense' });
    await expectNames(other, 'Ursula van Uden', 'Ursuline Supplies');
    expect(search(other)).toEqual({ search: 'ursu' });
  });

  it('shows a principal that is limited to domains their users alone', async () => {
    const page = await openLimited('/users');
    await expectNames(page, 'Ursula van Uden', 'Ursuline Supplies');
    const stranger = await putUser('Stranger To Them', { email: 'stranger@elsewhere.example' });
    const other = await openLimited(`/users/${stranger.id}`);
    await other.getByRole('heading', { name: 'There is no such user' }).waitFor();
  });
});

describe('a new user', () => {
  it('is made after its wrong fields are corrected', async () => {
    const id = `made-${randomUUID()}`;
    const page = await openConsole('editor', { at: '/users' });
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog', { name: 'New user' });
    await dialog.getByLabel('Id').fill(id);
    await dialog.getByLabel('Name').fill('Made By Hand');
    await dialog.getByLabel('Type').selectOption('customer');
    await dialog.getByLabel('Phone').fill('call me');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This must be a phone number.').waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Made By Hand');
    await dialog.getByLabel('Phone').fill('+31 6 12345678');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(`${consoleUrl}/users/${id}`);
    expect(await get(id)).toMatchObject({ name: 'Made By Hand', type: 'customer', phone: '+31 6 12345678' });
  });

  it('does not overwrite an existing user', async () => {
    const page = await openConsole('editor', { at: '/users' });
    await page.getByRole('button', { name: 'New user' }).click();
    await page.getByLabel('Id').fill(ursula.id);
    await page.getByLabel('Name').fill('Somebody Else');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('There is a user of this id already.').waitFor();
    expect((await get(ursula.id)).name).toBe('Ursula van Uden');
  });
});
