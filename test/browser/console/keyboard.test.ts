import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { admin, makeLink, putUser } from '../support/api.ts';
import { newcomer } from '../support/browser.ts';
import { consoleUrl, keyFor, rowIds, rowOf, tabTo } from './support/console.ts';

/** These tests use Tab, Enter, Space, arrow keys and letters only, and never a mouse or `fill`. */
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Moves the keyboard focus to a control by Tab, and presses Enter. */
async function enter(page: Page, control: Locator, by?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await tabTo(page, control, by);
  await page.keyboard.press('Enter');
}

const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const linkOf = (page: Page, token: { id: string }) => rowOf(page, token).getByRole('link');

const expectFocus = (control: Locator) =>
  expect.poll(() => control.evaluate((one) => one === document.activeElement)).toBe(true);
const expectFocusIn = (layer: Locator) =>
  expect.poll(() => layer.evaluate((one) => one.contains(document.activeElement))).toBe(true);
/** Fails if the focus is lost: the next Tab would start at the top of the page. */
const expectFocusSomewhere = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.localName)).not.toBe('body');

async function open(at: string): Promise<Page> {
  const page = await newcomer({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(consoleUrl + at);
  await tabTo(page, page.getByLabel('API key'));
  await page.keyboard.type(await keyFor('editor'));
  await page.keyboard.press('Enter');
  await page.locator('.pages a').first().waitFor();
  return page;
}

/** Opens the list of a new user with `count` tokens, newest first. */
async function openTokens(name: string, count: number) {
  const user = await putUser(name);
  const links = [];
  for (let at = 0; at < count; at++) links.unshift(await makeLink({ userId: user.id, extra: `No. ${at}` }));
  const page = await open(`/tokens?userId=${user.id}`);
  await expect.poll(() => rowIds(page)).toEqual(links.map(({ id }) => id));
  return { page, links };
}

describe('by keyboard alone, a user', () => {
  it('signs in, goes to the list by the navigation, and filters it above and in the panel', async () => {
    const page = await open('/');
    await enter(page, page.getByRole('link', { name: 'Login tokens', exact: true }));
    await page.getByRole('heading', { name: 'Login tokens', level: 1 }).waitFor();
    await tabTo(page, page.getByRole('combobox', { name: 'Status' }));
    await page.keyboard.type('dis');
    await page.waitForURL(`${consoleUrl}/tokens?status=disabled`);
    await enter(page, button(page, 'More filters'));
    const panel = dialog(page, 'Filters');
    await expectFocusIn(panel);
    await tabTo(page, panel.getByRole('group', { name: 'One time use' }).getByRole('radio', { name: 'any' }));
    await press(page, 'ArrowRight');
    await enter(page, button(panel, 'Show'));
    await panel.waitFor({ state: 'detached' });
    await page.waitForURL(`${consoleUrl}/tokens?status=disabled&oneTimeUse=true`);
    await expectFocus(button(page, 'More filters'));
    await press(page, 'Enter');
    await expectFocusIn(panel);
    await press(page, 'Escape');
    await expectFocus(button(page, 'More filters'));
  });

  it('moves with j and k, selects with x, deletes once asked, and goes on from where the focus is', async () => {
    const { page, links } = await openTokens('Jolle Knop', 3);
    await press(page, 'j', 'j', 'x');
    await expectFocus(linkOf(page, links[1] ?? { id: '' }));
    await page.getByText('1 token selected').waitFor();
    await press(page, 'k', 'x');
    await expectFocus(linkOf(page, links[0] ?? { id: '' }));
    await page.getByText('2 tokens selected').waitFor();
    await enter(page, button(page, 'Delete…'));
    const question = page.getByRole('alertdialog', { name: 'Delete 2 tokens?' });
    await expectFocus(button(question, 'Cancel'));
    await press(page, 'Enter');
    await question.waitFor({ state: 'detached' });
    await expectFocus(button(page, 'Delete…'));
    await press(page, 'Enter');
    await enter(page, button(question, 'Delete 2 tokens'));
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => rowIds(page)).toEqual([links[2]?.id]);
    await expectFocusSomewhere(page);
  });

  it('uses the shortcuts while a toast is shown', async () => {
    const { page, links } = await openTokens('Toni Toast', 1);
    await press(page, 'j', 'x');
    await enter(page, button(page, 'Disable'));
    await page.getByText('1 token is disabled').waitFor();
    // The panel opens when the list has loaded the change.
    await page.locator(`tr[data-id="${links[0]?.id}"]`).getByText('disabled', { exact: true }).waitFor();
    await press(page, 'j', 'Enter');
    await page.waitForURL(new RegExp(`/tokens/${links[0]?.id}`));
    await expectFocusIn(dialog(page, 'Toni Toast'));
  });

  it('opens a token with Enter, sees its link and hides it, changes the extra, and is back at its row', async () => {
    const { page, links } = await openTokens('Eike Escape', 2);
    const [, link] = links;
    await press(page, 'j', 'j', 'Enter');
    const panel = dialog(page, 'Eike Escape');
    await expectFocusIn(panel);
    await enter(page, button(panel, 'Reveal the link'));
    expect(await panel.getByRole('textbox', { name: 'Link' }).inputValue()).toBe(link?.loginUrl);
    await expectFocusIn(panel);
    await enter(page, button(panel, 'Hide'));
    await button(panel, 'Reveal the link').waitFor();
    await expectFocusIn(panel);
    await enter(page, button(panel, 'Edit'));
    await tabTo(page, panel.getByRole('textbox', { name: 'Extra' }));
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('Typed by hand');
    await enter(page, button(panel, 'Save'));
    await button(panel, 'Edit').waitFor();
    expect((await admin('GET', `/tokens/${link?.id}`)).body.extra).toBe('Typed by hand');
    await expectFocusIn(panel);
    await press(page, 'Escape');
    await panel.waitFor({ state: 'detached' });
    await expectFocus(linkOf(page, link ?? { id: '' }));
  });

  it('makes a token for a user from the list of the picker, copies its link, and is back in the list', async () => {
    const mark = `kl${Date.now().toString(36)}`;
    await Promise.all([putUser(`${mark} Eins`), putUser(`${mark} Zwei`)]);
    const { page } = await openTokens('Nele Neu', 1);
    await press(page, 'j', 'n');
    const form = dialog(page, 'New token');
    await expectFocusIn(form);
    const picker = form.getByRole('combobox', { name: 'Contact or customer' });
    await tabTo(page, picker);
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type(mark);
    // Fast typing loses no character: the combobox loads on first use, and takes over the text.
    await expect.poll(() => picker.inputValue()).toBe(mark);
    await expect.poll(() => page.getByRole('option', { name: new RegExp(mark) }).count()).toBe(2);
    await press(page, 'ArrowDown', 'Enter');
    await expect.poll(() => picker.inputValue()).toMatch(new RegExp(`^${mark} (Eins|Zwei)$`));
    const chosen = await picker.inputValue();
    await expectFocusIn(form);
    await tabTo(page, form.getByRole('radio', { name: 'in 24 hours' }));
    await press(page, 'ArrowLeft');
    await enter(page, button(form, 'Make the token'));
    const made = dialog(page, 'The token is made');
    await expectFocusIn(made);
    await enter(page, button(made, 'Copy the link'));
    const link = await made.getByRole('textbox', { name: 'Link' }).inputValue();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    await enter(page, button(made, 'Done'));
    await made.waitFor({ state: 'detached' });
    await expectFocusSomewhere(page);
    const { body } = await admin('GET', `/tokens/${link.split('token=')[1]?.slice(3, 25)}`);
    expect([body.user.name, Date.parse(body.expiresAt) - Date.parse(body.createdAt)]).toEqual([
      chosen,
      8 * 3_600_000,
    ]);
  });

  it('opens the export, the help, every page and the search by their keys, and comes back from each', async () => {
    const page = await open('/tokens');
    await enter(page, button(page, 'Export'));
    await expectFocusIn(dialog(page, 'Export'));
    await press(page, 'Escape');
    await expectFocus(button(page, 'Export'));
    await press(page, '?');
    const help = dialog(page, 'Keyboard shortcuts');
    await expectFocusIn(help);
    await enter(page, button(help, 'Close'));
    await help.waitFor({ state: 'detached' });
    await expectFocus(button(page, 'Export'));
    for (const [key, name] of [
      ['u', 'Users'],
      ['h', 'History'],
      ['o', 'Overview'],
      ['t', 'Login tokens'],
    ] as const) {
      await press(page, 'g', key);
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    }
    await press(page, '/');
    await expectFocus(page.getByRole('combobox', { name: 'User' }));
    await enter(page, page.getByRole('link', { name: 'Users', exact: true }), 'Shift+Tab');
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await press(page, '/');
    await page.keyboard.type('n?');
    expect(await page.getByRole('searchbox').inputValue()).toBe('n?');
    await enter(page, page.getByRole('link', { name: 'Overview', exact: true }), 'Shift+Tab');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await press(page, 'n');
    await expectFocusIn(dialog(page, 'New token'));
    await press(page, 'Escape');
    await dialog(page, 'New token').waitFor({ state: 'detached' });
    await expectFocusSomewhere(page);
  });
});
