import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type Link, makeLink, putUser, storefront } from '../support/api.ts';
import { consoleUrl, openConsole, rowIds } from './support/console.ts';

let jane: { id: string; name: string };
const made: Record<string, Link> = {};

beforeAll(async () => {
  jane = await putUser('Jolanda Vermeulen', { email: 'jolanda@list.example' });
  const request = { userId: jane.id };
  made.once = await makeLink({ ...request, extra: 'Welcome mail' });
  made.reusable = await makeLink({
    ...request,
    purpose: 'procurement',
    extra: 'OCI - List',
    expiresAt: null,
  });
  made.used = await makeLink({ ...request, expiresIn: 7_000 });
  made.disabled = await makeLink({ ...request, expiresIn: 3_600 });
  expect((await storefront('POST', '/tokens/redeem', { token: made.used.token })).status).toBe(200);
  expect((await storefront('POST', '/tokens/redeem', { token: made.used.token })).status).toBe(401);
  await admin('PATCH', `/tokens/${made.disabled.id}`, { status: 'disabled' });
});

/** Polls: the old rows stay until the new rows arrive. */
const expectRows = (page: Page, names: readonly string[]) =>
  expect.poll(() => rowIds(page)).toEqual(names.map((name) => made[name]?.id));

const ofJane = () => `/tokens?userId=${jane.id}`;

describe('the list of login tokens', () => {
  it('shows of each its user, kind, state, expiry and uses', async () => {
    const page = await openConsole('viewer', { at: ofJane() });
    await expectRows(page, ['disabled', 'used', 'reusable', 'once']);
    const heads = await page.getByRole('columnheader').allTextContents();
    for (const head of [
      'Name',
      'Status',
      'Type',
      'Expires',
      'Last used',
      'Successful attempts',
      'Failed attempts',
      'Can be used',
      'Extra',
    ])
      expect(heads.join('|')).toContain(head);
    const used = await page.locator(`tr[data-id="${made.used?.id}"]`).textContent();
    expect(used).toMatch(
      /Jolanda Vermeulen[\s\S]*used[\s\S]*Contact[\s\S]*in 1 hour[\s\S]*1[\s\S]*1[\s\S]*once/,
    );
    const reusable = await page.locator(`tr[data-id="${made.reusable?.id}"]`).textContent();
    expect(reusable).toMatch(/active[\s\S]*never[\s\S]*reusable[\s\S]*OCI - List/);
  });

  it.each([
    ['status=active', ['reusable', 'once']],
    ['status=used', ['used']],
    ['status=disabled', ['disabled']],
    ['purpose=procurement', ['reusable']],
    ['neverExpires=true', ['reusable']],
    ['oneTimeUse=false', ['reusable']],
    ['successfulAttempts=gte%3A1', ['used']],
    ['failedAttempts=gt%3A0', ['used']],
    ['sort=expiresAt', ['disabled', 'used', 'once', 'reusable']],
    ['type=customer', []],
  ])('shows what an address from a colleague says: %s', async (query, names) => {
    const page = await openConsole('viewer', { at: `${ofJane()}&${query}` });
    if (names.length === 0)
      await page.getByRole('heading', { name: 'No login token is like this' }).waitFor();
    await expectRows(page, names);
  });

  it('is filtered by the controls above it, and the address follows, back and forward too', async () => {
    const page = await openConsole('viewer', { at: ofJane() });
    await page.getByRole('combobox', { name: 'Status' }).selectOption('active');
    await expectRows(page, ['reusable', 'once']);
    expect(new URL(page.url()).searchParams.get('status')).toBe('active');
    await page.getByRole('combobox', { name: 'Expires' }).selectOption('never');
    await expectRows(page, ['reusable']);
    await page.goBack();
    await expectRows(page, ['reusable', 'once']);
    await page.goForward();
    await expectRows(page, ['reusable']);
    await page.getByRole('button', { name: 'Do not filter: never expires' }).click();
    await expectRows(page, ['reusable', 'once']);
    await page.getByRole('button', { name: 'clear', exact: true }).click();
    await page.waitForURL(`${consoleUrl}/tokens`);
  });

  it('finds the tokens of a person by the beginning of the name', async () => {
    const page = await openConsole('viewer', { at: '/tokens' });
    await page.getByRole('combobox', { name: 'User' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('jolan');
    await page
      .getByRole('option', { name: /Jolanda Vermeulen/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await expectRows(page, ['disabled', 'used', 'reusable', 'once']);
  });

  it('is filtered by every filter of the panel', async () => {
    const page = await openConsole('viewer', { at: ofJane() });
    await page.getByRole('button', { name: 'More filters' }).click();
    const panel = page.getByRole('dialog', { name: 'Filters' });
    await panel.getByRole('group', { name: 'One time use' }).getByRole('radio', { name: 'yes' }).check();
    await panel.getByLabel('Successful attempts', { exact: true }).selectOption('lt');
    await panel.getByLabel('Successful attempts: number').fill('1');
    await panel.getByLabel('Type').selectOption('contact');
    const today = await page.evaluate(() => new Date().toLocaleDateString('sv-SE'));
    await panel.getByLabel('Created from').fill(today);
    await panel.getByLabel('Created until').fill(today);
    await panel.getByLabel('Ids').fill(`${made.once?.id}\n${made.used?.id} ${made.disabled?.id}`);
    await panel.getByRole('button', { name: 'Show' }).click();
    await expectRows(page, ['disabled', 'once']);
    const address = new URL(page.url()).searchParams;
    expect(Object.fromEntries(address)).toMatchObject({
      oneTimeUse: 'true',
      successfulAttempts: 'lt:1',
      type: 'contact',
      ids: `${made.once?.id},${made.used?.id},${made.disabled?.id}`,
    });
    expect(
      Date.parse(address.get('createdTo') ?? '') - Date.parse(address.get('createdFrom') ?? ''),
    ).toBeGreaterThan(80_000_000);
  });

  it('is sorted by the heads of its columns', async () => {
    const page = await openConsole('viewer', { at: ofJane() });
    await page.getByRole('button', { name: 'Expires', exact: true }).click();
    await expectRows(page, ['disabled', 'used', 'once', 'reusable']);
    expect(await page.getByRole('columnheader', { name: 'Expires' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await page.getByRole('button', { name: 'Expires', exact: true }).click();
    await expectRows(page, ['reusable', 'once', 'used', 'disabled']);
  });

  it('goes on page by page, and back', async () => {
    const page = await openConsole('viewer', { at: '/tokens' });
    await expect.poll(async () => (await rowIds(page)).length).toBe(50);
    const first = await rowIds(page);
    await page.getByRole('button', { name: 'older' }).click();
    await expect.poll(async () => (await rowIds(page))[0]).not.toBe(first[0]);
    expect((await rowIds(page)).filter((id) => first.includes(id))).toEqual([]);
    await page.getByRole('button', { name: 'newer' }).click();
    await expect.poll(() => rowIds(page)).toEqual(first);
  });

  it('starts at the first page when the cursor in the address is invalid', async () => {
    const page = await openConsole('viewer', { at: `${ofJane()}&cursor=nonsense` });
    await expectRows(page, ['disabled', 'used', 'reusable', 'once']);
    expect(page.url()).not.toContain('cursor');
  });

  it('has the columns that the user chooses, and keeps the choice', async () => {
    const page = await openConsole('viewer', { at: ofJane() });
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Created by').check();
    await page.getByLabel('Extra', { exact: true }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Created by' }).waitFor();
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({
      'login-tokens-list': expect.stringContaining('createdBy'),
    });
    expect(await page.getByRole('columnheader', { name: 'Extra' }).count()).toBe(0);
  });
});

describe('a selection', () => {
  it('is disabled together', async () => {
    const user = await putUser('Together Disabled');
    const links = await Promise.all([1, 2, 3].map(() => makeLink({ userId: user.id })));
    const page = await openConsole('editor', { at: `/tokens?userId=${user.id}` });
    await page.getByLabel('Select all on this page').check();
    await page.getByText('3 tokens selected').waitFor();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('3 tokens are disabled').waitFor();
    for (const { id } of links) expect((await admin('GET', `/tokens/${id}`)).body.status).toBe('disabled');
  });

  it('is deleted after a question that says how many and that it is final', async () => {
    const user = await putUser('Together Deleted');
    const links = await Promise.all([1, 2, 3].map(() => makeLink({ userId: user.id })));
    const page = await openConsole('editor', { at: `/tokens?userId=${user.id}` });
    const boxes = page.getByLabel('Select the token of Together Deleted');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByRole('button', { name: 'Delete…' }).click();
    const question = page.getByRole('alertdialog', { name: 'Delete 2 tokens?' });
    expect(await question.textContent()).toContain('This cannot be undone');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await question.getByRole('button', { name: 'Delete 2 tokens' }).click();
    await page.getByText('2 tokens are deleted').waitFor();
    await expect.poll(async () => (await rowIds(page)).length).toBe(1);
    const left = await Promise.all(links.map(({ id }) => admin('GET', `/tokens/${id}`)));
    expect(left.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  });

  it('keeps the tokens that could not be deleted', async () => {
    const user = await putUser('Half Deleted');
    const [gone, kept] = await Promise.all([1, 2].map(() => makeLink({ userId: user.id })));
    const page = await openConsole('editor', { at: `/tokens?userId=${user.id}` });
    await page.route('**/tokens/delete', (route) =>
      route.fulfill({ json: { deleted: [gone?.id], notFound: [], failed: [kept?.id] } }),
    );
    await page.getByLabel('Select all on this page').check();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete 2 tokens' }).click();
    await page.getByText('1 could not be done and is still selected').waitFor();
    await page.getByText('1 token selected').waitFor();
  });

  it('is not offered to a viewer, and neither is a new token', async () => {
    const page = await openConsole('viewer', { at: ofJane() });
    await expectRows(page, ['disabled', 'used', 'reusable', 'once']);
    expect(await page.getByRole('checkbox', { name: /Select/ }).count()).toBe(0);
    expect(await page.getByRole('link', { name: /New token/ }).count()).toBe(0);
    await page.keyboard.press('n');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});
