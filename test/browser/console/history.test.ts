import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { admin, makeLink, putUser, serviceUrl, storefront } from '../support/api.ts';
import { consoleUrl, goTo, keyFor, openConsole } from './support/console.ts';

const DOMAIN = 'history.example';
let jane: { id: string; name: string };
/** The actor of all events that these tests search for. No other test uses this key. */
let editor: { id: string; key: string };

beforeAll(async () => {
  jane = await putUser('Hilde Storia', { email: `hilde@${DOMAIN}` });
  const { body } = await admin('POST', '/keys', { name: 'Historian', role: 'editor' });
  editor = { id: `key:${body.id}`, key: body.key };
  const impersonation = { userId: jane.id, purpose: 'impersonation', reason: 'Ticket #1848' };
  expect((await as(editor.key, impersonation)).status).toBe(201);
  const { token } = await makeLink({ userId: jane.id, expiresIn: 3_600 });
  const attempt = { token, ip: '192.0.2.77', userAgent: 'Mozilla/5.0 (X11; Linux) Firefox/145.0' };
  expect((await storefront('POST', '/tokens/redeem', attempt)).status).toBe(200);
  expect((await storefront('POST', '/tokens/redeem', attempt)).status).toBe(401);
  // Events appear within seconds, not at once.
  await vi.waitFor(
    async () => {
      expect(await eventsOf('token.refused')).toBe(1);
      expect(await eventsOf('token.created')).toBe(2);
    },
    { timeout: 300_000, interval: 500 },
  );
});

/** Makes a token as the holder of a key. */
const as = (key: string, request: object): Promise<Response> =>
  fetch(`${serviceUrl}/tokens`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });

/** The number of events of a type about the user. */
async function eventsOf(type: string): Promise<number> {
  const { body } = await admin('GET', `/events?type=${type}&limit=100`);
  return body.items.filter(({ userId }: { userId: string }) => userId === jane.id).length;
}

const rows = (page: Page) => page.locator('.history-table tbody tr');
const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** The key sees the domain of these tests only, so it sees no events of other tests. */
const openLimited = async (at: string) => openConsole({ key: await keyFor('viewer', [DOMAIN]) }, { at });

describe('the history', () => {
  it('tells who did what to whom, when, from where and why, newest first', async () => {
    const page = await openLimited('/history');
    const refused = rows(page).filter({ hasText: 'was refused' });
    await refused.getByRole('link', { name: 'Hilde Storia' }).waitFor();
    const text = await refused.textContent();
    for (const part of ['the token was used up', '192.0.2.77', 'Firefox on Linux'])
      expect(text).toContain(part);
    const impersonation = rows(page).filter({ hasText: 'Ticket #1848' });
    expect(await impersonation.textContent()).toMatch(/Historian[\s\S]*made the token/);
    const times = await page
      .locator('.history-table time')
      .evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''));
    expect(times).toEqual([...times].sort().reverse());
  });

  it('names who acted as a user, and where, in the list, beside the token and at the user', async () => {
    const domain = 'acted.example';
    const user = await putUser('Ingrid Acted', { email: `ingrid@${domain}` });
    const { body: imogen } = await admin('POST', '/keys', { name: 'Imogen', role: 'editor' });
    const made = await as(imogen.key, { userId: user.id, purpose: 'impersonation', reason: 'Ticket #7' });
    const { token, id } = await made.json();
    const used = await storefront('POST', '/tokens/redeem', { token });
    expect(used.status).toBe(200);
    const shop = (await storefront('GET', '/me')).body.name;
    await vi.waitFor(
      async () => {
        const { items } = (await admin('GET', `/tokens/${id}/events`)).body;
        expect(items.map(({ type }: { type: string }) => type)).toContain('token.redeemed');
      },
      { timeout: 20_000, interval: 500 },
    );
    const page = await openConsole(
      { key: await keyFor('viewer', [domain]) },
      { at: '/history?type=token.redeemed' },
    );
    const who = page.locator('.history-table .token-redeemed .who');
    await who.waitFor();
    expect(await who.textContent()).toBe(`Imogen at ${shop}`);
    const acted = `· Imogen at ${shop}`;
    await goTo(page, `/tokens/${id}`);
    await page.getByRole('dialog').locator('.event-list .token-redeemed').getByText(acted).waitFor();
    await goTo(page, `/users/${user.id}`);
    await page.locator('.event-list .token-redeemed').getByText(acted).waitFor();
  });

  it('leads to the token and to the user', async () => {
    const page = await openLimited('/history?type=token.refused');
    await rows(page)
      .getByRole('link', { name: /^token/ })
      .click();
    await page.waitForURL(/\/console\/tokens\/[0-9A-Za-z]{22}/);
    await page.goBack();
    await rows(page).getByRole('link', { name: 'Hilde Storia' }).click();
    await page.waitForURL(`${consoleUrl}/users/${jane.id}`);
  });

  it('is filtered by what happened, and the address follows, back too', async () => {
    const page = await openLimited('/history');
    await expect.poll(() => rows(page).count()).toBeGreaterThan(3);
    await page.getByLabel('What happened').selectOption('token.redeemed');
    await expect.poll(() => rows(page).count()).toBe(1);
    expect(search(page)).toEqual({ type: 'token.redeemed' });
    await page.goBack();
    await expect.poll(() => rows(page).count()).toBeGreaterThan(3);
  });

  it('is filtered by the chosen principal, by keyboard alone too', async () => {
    const page = await openConsole('viewer', { at: '/history?type=token.created' });
    const name = rows(page).getByRole('link', { name: 'Historian' }).first();
    await name.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => search(page)).toEqual({ type: 'token.created', by: editor.id });
    await expect.poll(() => rows(page).count()).toBe(1);
    await page.getByText('by Historian').waitFor();
    await page.getByRole('button', { name: 'Do not filter by who' }).click();
    await expect.poll(() => search(page)).toEqual({ type: 'token.created' });
    await page.getByRole('button', { name: 'clear', exact: true }).click();
    await page.waitForURL(`${consoleUrl}/history`);
  });

  it('is of the last hour or week, or from one moment until another', async () => {
    const page = await openLimited('/history');
    const asked = page.waitForRequest((request) => request.url().includes('/events?from='));
    await page.getByLabel('When').selectOption('hour');
    const from = new URL((await asked).url()).searchParams.get('from') ?? '';
    expect(Math.abs(Date.now() - 3_600_000 - Date.parse(from))).toBeLessThan(120_000);
    expect(search(page)).toEqual({ range: 'hour' });
    await page.getByLabel('When').selectOption('custom');
    expect(search(page)).toEqual({ from });
    await page.getByLabel('Until').fill('2026-01-01T00:00');
    await expect.poll(() => search(page).to).toBe(new Date('2026-01-01T00:00').toISOString());
    await page.getByLabel('From').fill('2025-01-01T00:00');
    await page.getByRole('heading', { name: 'Nothing like this has happened' }).waitFor();
    await page.getByLabel('When').selectOption('');
    await expect.poll(() => rows(page).count()).toBeGreaterThan(3);
    expect(search(page)).toEqual({});
  });

  it('goes on to what is older and back within the same week', async () => {
    const page = await openConsole('viewer', { at: '/history?range=week&type=token.redeemed' });
    await expect.poll(() => rows(page).count()).toBe(50);
    const last = await rows(page).last().locator('time').getAttribute('datetime');
    const first = () => rows(page).first().locator('time').getAttribute('datetime');
    await page.getByRole('button', { name: 'older' }).click();
    await expect.poll(() => search(page).cursor).toBeTruthy();
    await expect.poll(async () => (await first())?.localeCompare(last ?? '')).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'newer' }).click();
    await expect.poll(() => search(page)).toEqual({ range: 'week', type: 'token.redeemed' });
    // Other tests sign in meanwhile, so the first page can start with newer events.
    await expect.poll(async () => (await first())?.localeCompare(last ?? '')).toBeGreaterThanOrEqual(0);
  });

  it('starts at the first page when the cursor in the address is invalid', async () => {
    const page = await openLimited('/history?type=token.redeemed&cursor=nonsense');
    await expect.poll(() => rows(page).count()).toBe(1);
    expect(search(page)).toEqual({ type: 'token.redeemed' });
  });

  it('shows a principal that is limited to domains the events of their users only', async () => {
    const page = await openConsole(
      { key: await keyFor('viewer', ['nobody-of-history.example']) },
      { at: '/history' },
    );
    await page.getByRole('heading', { name: 'Nothing has happened in the last 30 days' }).waitFor();
  });

  it('says that it cannot be read, and can be read again', async () => {
    const page = await openConsole('viewer');
    await page.route('**/events?*', (route) => route.fulfill({ status: 404, json: { code: 'not_found' } }));
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('alert').waitFor();
    await page.unroute('**/events?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => rows(page).count()).toBe(50);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
