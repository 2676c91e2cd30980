import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeLink, putUser } from '../support/api.ts';
import { goTo, keyFor, openConsole, signInWithKey } from './support/console.ts';

const rows = (page: Page) => page.locator('tbody tr[data-id]');

const problem = (status: number, code: string, headers = {}) => ({
  status,
  headers: { 'Content-Type': 'application/problem+json', ...headers },
  body: JSON.stringify({
    type: '',
    title: 'Not permitted',
    status,
    code,
    detail: 'This takes another role.',
    requestId: 'r-1',
  }),
});

describe('when calls fail', () => {
  it.each([
    ['the service cannot be reached', undefined, 'The service cannot be reached'],
    ['it fails', problem(500, 'internal_error'), 'r-1'],
    ['it is busy', problem(503, 'unavailable', { 'Retry-After': '0' }), 'The service is busy'],
    ['it is throttled', { status: 429, body: '{"message":"Too Many Requests"}' }, 'The service is busy'],
    ['it is not permitted', problem(403, 'forbidden'), 'This takes another role.'],
    ['something else answers', { status: 502, body: '<html>proxy</html>' }, 'The service failed'],
  ])('because %s, the list says so and can be tried again', async (_, answer, words) => {
    const page = await openConsole('viewer', { at: '/keys' });
    await page.route('**/tokens?*', (route) => (answer ? route.fulfill(answer) : route.abort()));
    await page.getByRole('link', { name: 'Login tokens' }).click();
    await page.getByRole('alert').getByText(words).waitFor();
    await page.unroute('**/tokens?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await rows(page).first().waitFor();
  });

  it('because the network is slow, the frame is shown at once, and the old page stays until the new one is loaded', async () => {
    const page = await openConsole('viewer', { at: '/tokens' });
    await rows(page).first().waitFor();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/tokens?*', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('combobox', { name: 'Status' }).selectOption('disabled');
    await page.locator('table[aria-busy=true]').waitFor();
    expect(await rows(page).count()).toBe(50);
    letGo();
    await expect.poll(() => page.locator('.status.active').count()).toBe(0);
  });

  it('because the key was deleted meanwhile, the console asks for a key over the page, and nothing typed is lost', async () => {
    const page = await openConsole('editor', { at: '/tokens/new' });
    const extra = page.getByRole('textbox', { name: 'Extra' });
    await extra.fill('Half an hour of work');
    await page.route('**/tokens', (route) =>
      route.request().method() === 'POST' ? route.fulfill(problem(401, 'unauthenticated')) : route.continue(),
    );
    await page.getByRole('button', { name: 'Make the token' }).click();
    const again = page.getByRole('dialog', { name: 'Your sign-in has ended' });
    await again.waitFor();
    await page.unroute('**/tokens');
    await again.getByLabel('API key').fill(await keyFor('editor'));
    await again.getByRole('button', { name: 'Sign in with the key' }).click();
    expect(await extra.inputValue()).toBe('Half an hour of work');
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.getByRole('dialog', { name: 'The token is made' }).waitFor();
  });
});

it('a link into the console opens its page after the sign-in', async () => {
  const { id } = await putUser('Linked Into');
  const link = await makeLink({ userId: id });
  const page = await openConsole('viewer', { at: `/tokens/${link.id}?status=active` });
  await page.getByRole('dialog', { name: 'Linked Into' }).waitFor();
  await page.reload();
  await signInWithKey(page, await keyFor('viewer'));
  await page.getByRole('dialog', { name: 'Linked Into' }).waitFor();
});

describe('a save that fails', () => {
  /** The alert is whole in the window, and nothing covers it. */
  const isInView = (page: Page): Promise<boolean> =>
    page
      .getByRole('alert')
      .filter({ hasText: 'The service cannot be reached' })
      .evaluate((alert) => {
        const { left, top, right, bottom } = alert.getBoundingClientRect();
        const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return top >= 0 && bottom <= innerHeight && alert.contains(middle);
      });

  const SAVES: readonly (readonly [name: string, fill: (page: Page, user: string) => Promise<unknown>])[] = [
    [
      'a new token',
      async (page) => {
        await goTo(page, '/tokens/new');
        await page.getByRole('radio', { name: 'as often as wanted' }).check();
        await page.getByRole('textbox', { name: 'Extra' }).fill('Kept');
        await page.getByRole('button', { name: 'Make the token' }).click();
      },
    ],
    [
      'a user',
      async (page, user) => {
        await goTo(page, `/users/${user}`);
        await page.getByRole('button', { name: 'Edit', exact: true }).click();
        await page.getByLabel('Language').fill('nl');
        await page.getByLabel('Name', { exact: true }).fill('Kept');
        await page.getByRole('button', { name: 'Save' }).click();
      },
    ],
    [
      'a new key',
      async (page) => {
        await goTo(page, '/keys');
        await page.getByRole('button', { name: 'New key' }).click();
        await page.getByLabel('Name', { exact: true }).fill('Kept');
        await page.getByRole('button', { name: 'Make the key' }).click();
      },
    ],
    [
      'the settings',
      async (page) => {
        await goTo(page, '/settings');
        await page.getByLabel('Name of the shop').fill('Kept');
        await page.getByLabel('Name of the shop').press('Enter');
      },
    ],
  ];

  it('is told beside the button, in view of a small window, and what was typed is there', async () => {
    const user = await putUser('Fenna Fails');
    const page = await openConsole('admin', { at: '/nowhere', viewport: { width: 1280, height: 480 } });
    await page.route('**/*', (route) =>
      route.request().method() === 'GET' ? route.continue() : route.abort(),
    );
    for (const [name, fillAndSave] of SAVES) {
      await fillAndSave(page, user.id);
      await expect.poll(() => isInView(page), { message: name }).toBe(true);
      const kept = page.locator('input, textarea').and(page.locator(':not([type=radio])'));
      const values = await kept.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
      expect(values, name).toContain('Kept');
      await goTo(page, '/nowhere');
      const nothing = page.getByRole('heading', { name: 'There is no such page' });
      const leave = page.getByRole('button', { name: 'Leave', exact: true });
      await nothing.or(leave).waitFor();
      if (await leave.isVisible()) await leave.click();
      await nothing.waitFor();
    }
  });
});

it('in a browser that speaks no English, times are in English, as the words beside them', async () => {
  const page = await openConsole('viewer', { locale: 'nl-NL', at: '/history' });
  await page.locator('.history-table time').first().waitFor();
  const texts = await page.locator('.history-table time').allTextContents();
  for (const text of texts) expect(text).toMatch(/^\d{1,2} [A-Z][a-z]{2,3} \d{4}, \d\d:\d\d$/);
  await goTo(page, '/tokens?sort=createdAt');
  await rows(page).first().waitFor();
  const relative = await page.locator('tbody td time').allTextContents();
  expect(relative.length).toBeGreaterThan(0);
  for (const text of relative) expect(text).toMatch(/^(now|tomorrow|yesterday|in \d+ \w+|\d+ \w+ ago)$/);
});
