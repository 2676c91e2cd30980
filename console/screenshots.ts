import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { startDemo } from './start-demo.ts';

/**
 * Takes the screenshots of the README from example data: `npm run screenshots [folder]`, by default docs/images. Starts
 * the service, or takes the one at SERVICE_URL, whose administrator's key is ADMIN_KEY.
 */

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
const { SERVICE_URL, ADMIN_KEY } = process.env;
if (SERVICE_URL && !ADMIN_KEY)
  throw new Error('SERVICE_URL needs ADMIN_KEY, the key of an administrator there');
const { serviceUrl, adminKey, stop } =
  SERVICE_URL && ADMIN_KEY
    ? { serviceUrl: SERVICE_URL, adminKey: ADMIN_KEY, stop: async () => {} }
    : await startDemo();
try {
  const browser = await chromium.launch({ executablePath });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  for (const { name, at, prepare } of PICTURES) {
    await page.goto(`${serviceUrl}/console${at}`);
    await page.getByLabel('API key').fill(adminKey);
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page.waitForLoadState('networkidle');
    await prepare?.(page);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }
  await browser.close();
} finally {
  await stop();
}
