import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../test/browser/support/chromium.ts';

/**
 * Takes the pictures of the README from a service with example data: `npm run screenshots -- URL KEY`, with the address
 * and the administrator's key that `npm start -- --demo` prints.
 */

const [url, key] = process.argv.slice(2);
if (!url || !key) throw new Error('name the address and the key that npm start -- --demo prints');

const FOLDER = join(import.meta.dirname, '../docs/images');

const PICTURES: readonly { name: string; at: string; prepare?: (page: Page) => Promise<void> }[] = [
  { name: 'console-overview', at: '/?range=month' },
  { name: 'console-tokens', at: '/tokens' },
  {
    name: 'console-new-token',
    at: '/tokens/new',
    prepare: async (page) => {
      await page.getByRole('dialog').getByLabel('Contact or customer').fill('jane');
      await page.getByRole('option').first().click();
    },
  },
  { name: 'console-history', at: '/history' },
];

const browser = await chromium.launch({ executablePath: findChromium() });
mkdirSync(FOLDER, { recursive: true });
for (const { name, at, prepare } of PICTURES) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${url}/console${at}`);
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in with the key' }).click();
  await page.waitForLoadState('networkidle');
  await prepare?.(page);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  await context.close();
}
await browser.close();
