import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { admin, serviceUrl } from '../../support/api.ts';
import { newcomer } from '../../support/browser.ts';

export const consoleUrl = `${serviceUrl}/console`;

type Role = 'viewer' | 'editor' | 'admin' | 'storefront';

/** An API key of its own, so that what a test does to one disturbs no other. */
export async function keyFor(role: Role, domains?: readonly string[]): Promise<string> {
  const { status, body } = await admin('POST', '/keys', {
    name: `${role} of a test`,
    role,
    ...(domains && { domains }),
  });
  expect(status).toBe(201);
  return body.key;
}

type Who = Role | { key: string };
type Options = BrowserContextOptions & { at?: string };

/** A browser in which somebody has opened a page of the console and signed in there with an API key. */
export async function openConsole(who: Who = 'admin', { at = '/', ...options }: Options = {}): Promise<Page> {
  const page = await newcomer({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
  await page.goto(consoleUrl + at);
  await signInWithKey(page, await keyOf(who));
  return page;
}

async function keyOf(who: Who): Promise<string> {
  if (typeof who === 'object') return who.key;
  return who === 'admin' ? inject('adminKey') : keyFor(who);
}

export async function signInWithKey(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in with the key' }).click();
  // Not by role: behind a dialog there is nothing but the dialog.
  await page.locator('.pages a').first().waitFor();
}
