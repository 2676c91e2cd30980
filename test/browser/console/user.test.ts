import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { admin, makeLink, putUser, serviceUrl, storefront } from '../support/api.ts';
import { consoleUrl, openConsole } from './support/console.ts';

let ulrike: { id: string; name: string };

beforeAll(async () => {
  ulrike = await putUser('Ulrike Ahorn', { email: 'ulrike@user-page.example', locale: 'de' });
});

const get = async (id: string) => (await admin('GET', `/users/${id}`)).body;
/** Saves a user as another administrator, after the page has read the user and before its own change arrives. */
const saveBefore = (page: Page, id: string, body: object) =>
  page.route(
    `${serviceUrl}/users/${id}`,
    async (route) => {
      expect(route.request().method()).toBe('PUT');
      expect([200, 201]).toContain((await admin('PUT', `/users/${id}`, body)).status);
      await route.continue();
    },
    { times: 1 },
  );
const question = (page: Page, name: string) => page.getByRole('alertdialog', { name });

describe('a user', () => {
  it('is shown with tokens and the latest attempts, with links to them', async () => {
    const page = await openConsole('viewer', { at: `/users/${ulrike.id}` });
    await page.getByText('There is no token for this user.').waitFor();
    const link = await makeLink({ userId: ulrike.id, extra: 'For the fair' });
    await storefront('POST', '/tokens/redeem', { token: link.token, ip: '192.0.2.7' });
    await storefront('POST', '/tokens/redeem', { token: link.token, ip: '192.0.2.8' });
    await vi.waitFor(
      async () => {
        const { body } = await admin('GET', `/tokens/${link.id}/events?kind=attempts`);
        expect(body.items.length).toBe(2);
      },
      { timeout: 300_000, interval: 500 },
    );
    const later = await openConsole('viewer', { at: `/users/${ulrike.id}` });
    const tokens = later.getByRole('region', { name: 'Login tokens' });
    await tokens.getByText('1 successful, 1 failed').waitFor();
    expect(await tokens.getByRole('row').last().textContent()).toMatch(/Login.*used.*once.*For the fair/);
    const attempts = later.getByRole('region', { name: 'Recent sign-ins' }).getByRole('listitem');
    await expect
      .poll(() => attempts.allTextContents())
      .toEqual([
        expect.stringMatching(/was refused: the token was used up.*192\.0\.2\.8/),
        expect.stringMatching(/signed in.*192\.0\.2\.7/),
      ]);
    await tokens.getByRole('link', { name: 'All in the list' }).click();
    await later.waitForURL(`${consoleUrl}/tokens?userId=${ulrike.id}`);
    await later.goBack();
    await tokens.getByRole('link', { name: 'Login', exact: true }).click();
    await later.waitForURL(`${consoleUrl}/tokens/${link.id}?userId=${ulrike.id}`);
  });

  it('is changed, and keeps what is not in the form', async () => {
    const user = await putUser('Changed Once', { disabled: true, email: 'once@changed.example' });
    const page = await openConsole('editor', { at: `/users/${user.id}` });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Name').fill('Changed Twice');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Changed Twice' }).waitFor();
    expect(await get(user.id)).toMatchObject({
      name: 'Changed Twice',
      disabled: true,
      email: 'once@changed.example',
    });
  });

  it('is not overwritten when another administrator saves between reading and writing', async () => {
    const user = await putUser('Edited By Two');
    const page = await openConsole('editor', { at: `/users/${user.id}` });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Name').fill('Edited Here');
    await saveBefore(page, user.id, { type: 'contact', name: 'Edited By Two', phone: '+31 20 7654321' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else changed this' });
    await conflict.getByRole('row', { name: 'Phone +31 20 7654321 not changed by you' }).waitFor();
    expect(await get(user.id)).toMatchObject({ name: 'Edited By Two', phone: '+31 20 7654321' });
    await conflict.getByRole('button', { name: 'Save mine all the same' }).click();
    await page.getByRole('heading', { name: 'Edited Here' }).waitFor();
    expect(await get(user.id)).toMatchObject({ name: 'Edited Here', phone: '+31 20 7654321' });
  });

  it('is disabled when another administrator saves at the same moment, whose change stays', async () => {
    const user = await putUser('Disabled By One');
    const page = await openConsole('editor', { at: `/users/${user.id}` });
    await page.getByRole('button', { name: 'Disable…' }).click();
    await saveBefore(page, user.id, { type: 'contact', name: 'Renamed By Another' });
    await page.getByRole('button', { name: 'Disable the user' }).click();
    await page.getByText('This user is disabled').waitFor();
    expect(await get(user.id)).toMatchObject({ name: 'Renamed By Another', disabled: true });
  });

  it('is not made when another administrator makes one of the same id at the same moment', async () => {
    const id = `taken-${randomUUID()}`;
    const page = await openConsole('editor', { at: '/users' });
    await page.getByRole('button', { name: 'New user' }).click();
    await page.getByLabel('Id').fill(id);
    await page.getByLabel('Name').fill('Too Late');
    await saveBefore(page, id, { type: 'contact', name: 'First Come' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('There is a user of this id already.').waitFor();
    expect((await get(id)).name).toBe('First Come');
  });

  it('is disabled and enabled again, and a change of another administrator meanwhile stays', async () => {
    const user = await putUser('Disabled Meanwhile');
    const { token } = await makeLink({ userId: user.id });
    const page = await openConsole('editor', { at: `/users/${user.id}` });
    await page.getByRole('button', { name: 'Disable…' }).click();
    await admin('PUT', `/users/${user.id}`, { type: 'contact', name: 'Renamed Meanwhile' });
    const asked = question(page, 'Disable Disabled Meanwhile?');
    expect(await asked.textContent()).toContain('All their tokens are refused');
    await asked.getByRole('button', { name: 'Disable the user' }).click();
    await page.getByText('This user is disabled').waitFor();
    expect(await get(user.id)).toMatchObject({ name: 'Renamed Meanwhile', disabled: true });
    expect((await storefront('POST', '/tokens/redeem', { token })).status).toBe(401);
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('button', { name: 'Disable…' }).waitFor();
    expect((await get(user.id)).disabled).toBe(false);
  });

  it('has all sessions ended by an administrator, and the history tells it', async () => {
    const user = await putUser('Signed Out Everywhere');
    const { token } = await makeLink({ userId: user.id });
    const { body } = await storefront('POST', '/tokens/redeem', { token });
    const page = await openConsole('admin', { at: `/users/${user.id}` });
    await page.getByRole('button', { name: 'End all sessions…' }).click();
    const asked = question(page, 'End all sessions of Signed Out Everywhere?');
    await page.route('**/sessions/revoke', (route) => route.abort(), { times: 1 });
    await asked.getByRole('button', { name: 'End all sessions' }).click();
    await asked.getByRole('alert').waitFor();
    await asked.getByRole('button', { name: 'End all sessions' }).click();
    await page.getByText('All sessions of Signed Out Everywhere are ended').first().waitFor();
    const introspected = await storefront(
      'POST',
      '/sessions/introspect',
      new URLSearchParams({ token: body.session.accessToken }),
    );
    expect(introspected.body).toEqual({ active: false });
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByLabel('What happened').selectOption('user.sessions_revoked');
    const row = page.locator('.history-table tbody tr').filter({ hasText: 'Signed Out Everywhere' });
    await row.getByText('ended the sessions of the user').waitFor();
  });

  it('is deleted after a question that says what follows', async () => {
    const user = await putUser('Soon To Be Gone');
    const { token } = await makeLink({ userId: user.id });
    const page = await openConsole('editor', { at: `/users/${user.id}` });
    await page.getByRole('button', { name: 'Delete…' }).click();
    const asked = question(page, 'Delete Soon To Be Gone?');
    expect(await asked.textContent()).toContain('All their tokens are refused from now on');
    await page.keyboard.press('Enter');
    await asked.waitFor({ state: 'detached' });
    expect((await get(user.id)).name).toBe('Soon To Be Gone');
    await page.getByRole('button', { name: 'Delete…' }).click();
    await asked.getByRole('button', { name: 'Delete the user' }).click();
    await page.waitForURL(`${consoleUrl}/users`);
    expect((await admin('GET', `/users/${user.id}`)).status).toBe(404);
    expect((await storefront('POST', '/tokens/redeem', { token })).status).toBe(401);
  });

  it('has no action for a principal who may not do it', async () => {
    const viewer = await openConsole('viewer', { at: `/users/${ulrike.id}` });
    await viewer.getByRole('heading', { name: 'Ulrike Ahorn' }).waitFor();
    expect(await viewer.getByRole('region', { name: 'Actions' }).count()).toBe(0);
    expect(await viewer.getByRole('link', { name: 'New token' }).count()).toBe(0);
    const editor = await openConsole('editor', { at: `/users/${ulrike.id}` });
    await editor.getByRole('button', { name: 'Edit', exact: true }).waitFor();
    expect(await editor.getByRole('button', { name: 'End all sessions…' }).count()).toBe(0);
    await editor.getByRole('link', { name: 'New token' }).click();
    await editor.waitForURL(`${consoleUrl}/tokens/new?userId=${ulrike.id}`);
  });
});
