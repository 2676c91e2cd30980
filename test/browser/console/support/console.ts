import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { admin, type Link, serviceUrl } from '../../support/api.ts';
import { arrive } from '../../support/arrival.ts';
import { newcomer } from '../../support/browser.ts';

export const consoleUrl = `${serviceUrl}/console`;

type Role = 'viewer' | 'support' | 'editor' | 'admin' | 'storefront';

/** An API key for one test, deleted after it: disturbs no other test, and keeps the list of keys short. */
export async function keyFor(role: Role, domains?: readonly string[]): Promise<string> {
  const { id, key } = await createKey(role, domains);
  onTestFinished(async () => void (await admin('DELETE', `/keys/${id}`)));
  return key;
}

/** An API key that stays. */
export async function createKey(
  role: Role,
  domains?: readonly string[],
): Promise<{ id: string; key: string }> {
  const name = `${role} of a test`;
  const { status, body } = await admin('POST', '/keys', { name, role, ...(domains && { domains }) });
  expect(status).toBe(201);
  return body;
}

type Who = Role | { key: string };
type Options = BrowserContextOptions & { at?: string };
/** Preferences of the user, such as forced colours, from before the page loads. */
type Media = { media?: Parameters<Page['emulateMedia']>[0] };

/** A browser context with a page of the console, signed in with an API key. */
export async function openConsole(
  who: Who = 'admin',
  { at = '/', media = {}, ...options }: Options & Media = {},
): Promise<Page> {
  const page = await newcomer({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
  await page.emulateMedia(media);
  await page.goto(consoleUrl + at);
  await signInWithKey(page, await keyOf(who));
  return page;
}

/** The users of the identity provider of the demo. */
export type Name = 'Ada Admin' | 'Vic Viewer' | 'Dora Domain';

/** A browser context with a page of the console, signed in by the identity provider. */
export async function openConsoleAs(name: Name, { at = '/', ...options }: Options = {}): Promise<Page> {
  const page = await newcomer({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
  await page.goto(consoleUrl + at);
  await signInAs(page, name);
  return page;
}

/** Goes to the identity provider and comes back. */
export async function signInAs(page: Page, name: Name): Promise<void> {
  await page.getByRole('button', { name: /^Continue with / }).click();
  await page.getByRole('button', { name, exact: true }).click();
  await arrive(page.locator('.pages a').first());
}

async function keyOf(who: Who): Promise<string> {
  if (typeof who === 'object') return who.key;
  return who === 'admin' ? inject('adminKey') : keyFor(who);
}

export async function signInWithKey(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in with the key' }).click();
  // Not by role: an open dialog hides the rest of the page from roles.
  await arrive(page.locator('.pages a').first());
}

/** Goes to an address without a reload, as a link does. A reload would ask for the key again. */
export async function goTo(page: Page, at: string): Promise<void> {
  await page.evaluate((target) => {
    history.pushState(null, '', target);
    dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, `/console${at}`);
}

/** Sends the form of a new token, and reads the link from the dialog, as an editor does. */
export async function makeToken(page: Page): Promise<Link> {
  await page.getByRole('button', { name: 'Make the token' }).click();
  const made = page.getByRole('dialog', { name: 'The token is made' });
  const loginUrl = await made.getByRole('textbox', { name: 'Link' }).inputValue();
  const token = loginUrl.split('token=')[1] ?? '';
  return { id: token.slice(3, 25), token, loginUrl };
}

/** Removes the file picker, a native window that a test cannot operate. The export is then a download. */
export const removeFilePicker = (page: Page): Promise<void> =>
  page.evaluate(() => void Reflect.deleteProperty(window, 'showSaveFilePicker'));

/** The row of a token or a user in their list. */
export const rowOf = (page: Page, { id }: { id: string }): Locator => page.locator(`tr[data-id="${id}"]`);

/** The ids of the rows, in their order. */
export const rowIds = (page: Page): Promise<string[]> =>
  page
    .locator('tbody tr[data-id]')
    .evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.id ?? ''));

/** A page has fewer controls than this before its list. */
const PRESSES = 60;

/** Moves the keyboard focus to a control, as a user without a mouse does: by Tab or Shift+Tab only. */
export async function tabTo(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await control.waitFor();
  const focused = control.and(page.locator(':focus'));
  for (let presses = 0; presses < PRESSES; presses++) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${control}`);
}
