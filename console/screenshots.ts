import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { startDemo } from './start-demo.ts';

/** Takes the screenshots of the README from example data: `npm run screenshots [folder]`, by default docs/images. */

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

const folder = process.argv[2] ?? join(import.meta.dirname, '../docs/images');
mkdirSync(folder, { recursive: true });
const executablePath = findChromium();
const { serviceUrl, adminKey, stop } = await startDemo();
try {
  const browser = await chromium.launch({ executablePath });
  for (const { name, at, prepare } of PICTURES) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${serviceUrl}/console${at}`);
    await page.getByLabel('API key').fill(adminKey);
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page.waitForLoadState('networkidle');
    await prepare?.(page);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    await context.close();
  }
  await browser.close();
} finally {
  await stop();
}
