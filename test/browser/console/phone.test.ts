import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { admin, makeLink, putUser } from '../support/api.ts';
import { openConsole } from './support/console.ts';
import { PHONE } from './support/looks.ts';

const onPhone = (at: string): Promise<Page> => openConsole('admin', { at, viewport: PHONE, hasTouch: true });
const navigation = (page: Page) => page.getByRole('navigation', { name: 'Pages', exact: true });

describe('on a phone', () => {
  it('the navigation is at the lower edge, and each page is one tap away', async () => {
    const page = await onPhone('/');
    const bar = await page.locator('.side').boundingBox();
    expect(bar).toMatchObject({ x: 0, width: PHONE.width });
    expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBe(PHONE.height);
    expect(bar?.height).toBeLessThan(80);
    for (const name of ['Login tokens', 'Users', 'History', 'Keys', 'Settings', 'Overview']) {
      await navigation(page).getByRole('link', { name }).tap();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
    await page.getByRole('button', { name: /^Account of/ }).tap();
    await page.getByRole('button', { name: 'Sign out' }).tap();
    await page.getByRole('heading', { name: 'Sign in to Login Tokens' }).waitFor();
  });

  it('a token has two lines: user and state, and below expiry and uses', async () => {
    const user = await putUser('Telefonica Klein');
    const link = await makeLink({ userId: user.id, expiresIn: 259_200, maxUses: 5, extra: 'Not shown' });
    const page = await onPhone(`/tokens?userId=${user.id}`);
    const row = page.locator(`tr[data-id="${link.id}"]`);
    await row.waitFor();
    const cells = await row.locator('th, td').filter({ visible: true, hasText: /./ }).all();
    const said = await Promise.all(
      cells.map(async (cell) => ({ words: await cell.textContent(), y: (await cell.boundingBox())?.y ?? 0 })),
    );
    const inDays = expect.stringMatching(/^in \d days$/);
    expect(said.map(({ words }) => words)).toEqual(['Telefonica Klein', 'active', inDays, '5 times']);
    const [name = 0, status, expiry = 0, uses] = said.map(({ y }) => Math.round(y));
    expect([status, uses]).toEqual([name, expiry]);
    expect(expiry).toBeGreaterThan(name);
  });

  it('dialogs fill the screen', async () => {
    const { id } = await makeLink({});
    const page = await onPhone(`/tokens/${id}`);
    const fillsTheScreen = async (name: string) => {
      const dialog = page.getByRole('dialog', { name });
      // Polled: a transition moves the dialog to its place.
      await expect.poll(() => dialog.boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
      await dialog.getByRole('button', { name: 'Close' }).tap();
    };
    await fillsTheScreen('Anonymous');
    await page.getByRole('link', { name: 'New token' }).tap();
    await fillsTheScreen('New token');
    await page.getByRole('button', { name: 'More filters' }).tap();
    await fillsTheScreen('Filters');
    await page.getByRole('button', { name: 'Export' }).tap();
    await fillsTheScreen('Export');
  });

  it('questions are at the lower edge, as wide as the screen', async () => {
    const { id } = await makeLink({});
    const page = await onPhone(`/tokens/${id}`);
    await page.getByRole('button', { name: 'Delete…' }).tap();
    const edges = async () => {
      const box = await page.getByRole('alertdialog').boundingBox();
      return box && { left: box.x, right: box.x + box.width, bottom: box.y + box.height };
    };
    await expect.poll(edges).toEqual({ left: 0, right: PHONE.width, bottom: PHONE.height });
  });

  it('a token is made, its link is copied, and it is disabled, by touch alone', async () => {
    const user = await putUser('Tamara Tipp');
    const page = await onPhone('/tokens');
    await page.getByRole('link', { name: 'New token' }).tap();
    await page.getByLabel('Contact or customer').tap();
    // Types as the on-screen keyboard does.
    await page.keyboard.insertText('tamara');
    await page.getByRole('option', { name: /Tamara Tipp/ }).tap();
    await page.getByRole('radio', { name: 'in 2 hours', exact: true }).tap();
    await page.getByRole('button', { name: 'Make the token' }).tap();
    const made = page.getByRole('dialog', { name: 'The token is made' });
    await made.getByRole('button', { name: 'Copy the link' }).tap();
    const link = await made.getByLabel('Link', { exact: true }).inputValue();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    await made.getByRole('link', { name: 'Open the token' }).tap();
    const token = page.getByRole('dialog', { name: 'Tamara Tipp' });
    await token.getByRole('button', { name: 'Disable', exact: true }).tap();
    await token.getByText('It is disabled: whoever opens its link is refused.').waitFor();
    const { body } = await admin('GET', `/tokens?userId=${user.id}`);
    expect(body.items).toEqual([expect.objectContaining({ status: 'disabled', maxUses: 1 })]);
  });
});
