import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeLink, putUser } from '../support/api.ts';
import { keyFor, openConsole, signInWithKey } from './support/console.ts';

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
