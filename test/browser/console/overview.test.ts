import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { admin, type Link, makeLink, putUser, serviceUrl, storefront } from '../support/api.ts';
import { consoleUrl, keyFor, openConsole } from './support/console.ts';

type Bucket = { start: string; created: number; redeemed: number; refused: number };

const DOMAIN = 'overview.example';
const DAY = 86_400_000;
let jane: { id: string; name: string };
let guessed: Link;
let endless: Link;

beforeAll(async () => {
  jane = await putUser('Ottilie Overbeek', { email: `ottilie@${DOMAIN}` });
  endless = await makeLink({ userId: jane.id, expiresAt: null, maxUses: null });
  guessed = await makeLink({ userId: jane.id, expiresIn: 3_600 });
  expect((await admin('PATCH', `/tokens/${guessed.id}`, { status: 'disabled' })).status).toBe(200);
  for (let at = 0; at < 6; at++) {
    const attempt = { token: guessed.token, ip: `192.0.2.${(at % 3) + 1}` };
    expect((await storefront('POST', '/tokens/redeem', attempt)).status).toBe(401);
  }
  await vi.waitFor(
    async () => {
      const { body } = await admin('GET', `/tokens/${guessed.id}/events?kind=attempts`);
      expect(body.items.length).toBe(6);
    },
    { timeout: 300_000, interval: 500 },
  );
});

const openLimited = async () => openConsole({ key: await keyFor('editor', [DOMAIN]) });

const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const part = (page: Page, name: string) => page.getByRole('region', { name });
const sum = (buckets: readonly Bucket[], name: 'created' | 'redeemed' | 'refused') =>
  buckets.reduce((total, bucket) => total + bucket[name], 0).toLocaleString('en-GB');

/** Opens the chart, and returns the API response that it shows. Other tests change the counts meanwhile. */
async function openChart(range: string): Promise<{ page: Page; buckets: Bucket[] }> {
  const page = await openConsole('viewer', { at: '/users' });
  const answer = page.waitForResponse(
    (response) => response.url().includes('/statistics?') && response.status() === 200,
  );
  await page.getByRole('link', { name: 'Overview' }).click();
  if (range !== 'week') {
    await answer;
    const next = page.waitForResponse((response) => response.url().includes('/statistics?'));
    await page.getByRole('radio', { name: range === 'day' ? '24 hours' : '30 days' }).check();
    return { page, buckets: await (await next).json() };
  }
  return { page, buckets: await (await answer).json() };
}

describe('the overview', () => {
  it.each([
    ['day', 24],
    ['week', 7],
    ['month', 30],
  ])(
    'shows the attempts of a %s as the API counts them, as figures, bars and a table',
    async (range, count) => {
      const { page, buckets } = await openChart(range);
      expect(buckets.length).toBe(count);
      const figures = page.locator('.figures dd');
      await expect
        .poll(() => figures.allTextContents())
        .toEqual([sum(buckets, 'redeemed'), sum(buckets, 'refused'), sum(buckets, 'created')]);
      const bars = buckets.flatMap(({ redeemed, refused }) => [
        ...(redeemed ? [`${redeemed} successful`] : []),
        ...(refused ? [`${refused} failed`] : []),
      ]);
      const names = () =>
        page
          .locator('.attempts-chart a')
          .evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')?.replace(/^.*: /, '')));
      await expect.poll(names).toEqual(bars);
      await page.getByText('As a table').click();
      const cells = await page.locator('.attempts tbody td').allTextContents();
      expect(cells).toEqual(buckets.flatMap(({ redeemed, refused }) => [String(redeemed), String(refused)]));
      expect(search(page)).toEqual(range === 'week' ? {} : { range });
    },
  );

  it('opens the attempts that a bar counts', async () => {
    const { page, buckets } = await openChart('week');
    const { start } = buckets.find(({ refused }) => refused > 0) ?? { start: '' };
    await page.locator('.attempts-chart a[aria-label$="failed"]').first().click();
    await page.waitForURL(/\/console\/history/);
    const to = new Date(Date.parse(start) + DAY).toISOString();
    expect(search(page)).toEqual({ from: start, to, type: 'token.refused' });
  });

  it('opens the events that a figure counts', async () => {
    const { page, buckets } = await openChart('week');
    await page.locator('.figures a').last().click();
    await page.waitForURL(/\/console\/history/);
    const to = new Date(Date.parse(buckets.at(-1)?.start ?? '') + DAY).toISOString();
    expect(search(page)).toEqual({ from: buckets[0]?.start, to, type: 'token.created' });
  });

  it('has a chart that is one tab stop, in which the arrow keys move from bar to bar', async () => {
    const { page } = await openChart('week');
    const bars = page.locator('.attempts-chart a');
    await bars.first().waitFor();
    expect(await page.locator('.attempts-chart a[tabindex="0"]').count()).toBe(1);
    await bars.first().focus();
    await page.keyboard.press('ArrowRight');
    const second = await bars.nth(1).getAttribute('aria-label');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(second);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/console\/history\?from=/);
  });

  it('names tokens that were refused unusually often, and leads to them', async () => {
    const page = await openLimited();
    const failures = part(page, 'Unusual failures of the last day');
    await failures.getByText('6 refused from 3 addresses, mostly because the token was disabled').waitFor();
    await failures.getByRole('link', { name: /of Ottilie Overbeek/ }).click();
    await page.waitForURL(new RegExp(`/console/tokens/${guessed.id}`));
  });

  it('shows the first of a list of tokens, and leads to the list itself', async () => {
    const page = await openLimited();
    const list = part(page, 'Reusable for ever');
    await list.getByRole('link', { name: 'Ottilie Overbeek' }).waitFor();
    const href = await list.getByRole('link', { name: 'Ottilie Overbeek' }).getAttribute('href');
    expect(href).toContain(`/console/tokens/${endless.id}`);
    await list.getByRole('link', { name: 'All of them' }).click();
    await page.waitForURL(/\/console\/tokens\?/);
    expect(search(page)).toEqual({
      status: 'active',
      neverExpires: 'true',
      oneTimeUse: 'false',
      sort: '-expiresAt',
    });
    await page.locator(`tr[data-id="${endless.id}"]`).waitFor();
    expect(await page.locator('tr[data-id]').count()).toBe(1);
  });

  it.each(['Expire within a week', 'Unused for a week'])(
    'has the same tokens in the list behind it: %s',
    async (name) => {
      const page = await openConsole('viewer');
      const list = part(page, name);
      await list.getByRole('listitem').first().waitFor();
      const href = (await list.getByRole('link', { name: 'All of them' }).getAttribute('href')) ?? '';
      expect(href).toContain('status=active');
      const { body } = await admin('GET', `/tokens?${href.split('?')[1]}&limit=5`);
      const links = await list
        .getByRole('listitem')
        .getByRole('link')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href')?.match(/tokens\/(\w{22})/)?.[1]));
      expect(links).toEqual(body.items.map(({ id }: Link) => id));
    },
  );

  it('shows a principal that is limited to domains no figures of all users, and requests none', async () => {
    const page = await openConsole({ key: await keyFor('viewer', ['nobody-of-overview.example']) });
    await page.getByText('You see users of nobody-of-overview.example and their tokens.').waitFor();
    await page.getByText('Nobody was refused.').waitFor();
    expect(await page.locator('.attempts').count()).toBe(0);
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(asked.filter((url) => url.includes('/statistics'))).toEqual([]);
    expect(asked.filter((url) => url.includes('/events?'))).not.toEqual([]);
    expect(await page.getByRole('link', { name: 'New token' }).count()).toBe(0);
  });

  it('says how to begin while there is no token', async () => {
    const page = await openConsole({ key: await keyFor('editor', ['nobody-of-overview.example']) });
    await page.getByRole('heading', { name: 'There is no login token yet' }).waitFor();
    await page.getByRole('link', { name: 'Make the first token' }).click();
    await page.waitForURL(`${consoleUrl}/tokens/new`);
  });

  it('says what is left to set up in a new service, until it is done', async () => {
    const page = await openConsole('admin', { at: '/users' });
    const nothing = { callbackUrl: null, shopName: null, helpUrl: null, supportEmail: null };
    let settings = { ...(await admin('GET', '/settings')).body, ...nothing };
    await page.route(`${serviceUrl}/settings`, (route) => {
      if (route.request().method() === 'PUT') settings = { ...settings, ...route.request().postDataJSON() };
      return route.fulfill({ json: settings });
    });
    await page.route('**/keys?*', (route) => route.fulfill({ json: { items: [], nextCursor: null } }));
    await page.getByRole('link', { name: 'Overview' }).click();
    const setUp = part(page, 'What is left to set up');
    const left = () => setUp.getByRole('link').allTextContents();
    await expect
      .poll(left)
      .toEqual([
        'Say where people are taken',
        'Make a key for your shop',
        'Name your shop',
        'Say where help is',
      ]);
    await setUp.getByRole('link', { name: 'Say where people are taken' }).click();
    await page.getByLabel('Where people are taken').fill('https://shop.example/signed-in');
    await page.getByLabel('Name of the shop').fill('Shop');
    await page.getByLabel('Help page').fill('https://shop.example/help');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect.poll(left).toEqual(['Make a key for your shop']);
    await page.unroute('**/keys?*');
    await setUp.getByRole('link', { name: 'Make a key for your shop' }).click();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Set up of a test');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.getByLabel('Key', { exact: true }).inputValue();
    onTestFinished(async () => void (await admin('DELETE', `/keys/${key.slice(3, 25)}`)));
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.locator('.attempts-chart a').first().waitFor();
    await expect.poll(() => setUp.count()).toBe(0);
  });

  it('shows the rest when the figures cannot be loaded, and can load them again', async () => {
    const page = await openConsole('viewer', { at: '/users' });
    await page.route('**/statistics?*', (route) =>
      route.fulfill({ status: 404, json: { code: 'not_found' } }),
    );
    await page.getByRole('link', { name: 'Overview' }).click();
    await part(page, 'Attempts').getByRole('alert').waitFor();
    await part(page, 'Expire within a week').getByRole('listitem').first().waitFor();
    await page.unroute('**/statistics?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.attempts-chart a').first().waitFor();
  });
});
