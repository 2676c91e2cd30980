import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, onTestFinished } from 'vitest';
import { procurementUrl, serviceUrl, shopUrl } from './api.ts';

/** Kept out of the repository, and looked at. */
const SCREENSHOTS = '.build/screenshots';

let browser: Browser;
/** Fails when a page breaks its policy, prints an error or loads something from another origin. */
const complaints: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject('chromium') });
});
afterAll(() => browser?.close());
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

const KNOWN = [serviceUrl, shopUrl, procurementUrl, inject('issuer')];
const REPORT_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('policy', event.effectiveDirective, event.blockedURI))`;

/** A browser without cookies or storage. `others`: origins of servers that the test has started. */
export async function newcomer(
  options: BrowserContextOptions = {},
  others: readonly string[] = [],
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(8_000);
  const page = await context.newPage();
  if (options.javaScriptEnabled !== false) await page.addInitScript(REPORT_VIOLATIONS);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Chromium says so of every page with a status of 400 and more.
    const ofStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !ofStatus) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (![...KNOWN, ...others].includes(origin)) complaints.push(`asked ${origin}`);
  });
  return page;
}

export const show = (page: Page, name: string) =>
  page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });

/** Whether the page is wider than the screen. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

/** The one button of the login page, in every language. */
export const mainButton = (page: Page) => page.locator('main button, form button').first();

/** Opens a link and presses the button, as its recipient does. */
export async function follow(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await mainButton(page).click();
  await page.waitForURL((url) => url.origin === shopUrl);
}

/** Signs in all the way, and confirms the shop's question if it has one. */
export async function signIn(page: Page, link: string): Promise<void> {
  await follow(page, link);
  if (page.url().endsWith('/sign-in/confirm')) await page.getByRole('button', { name: /^Yes/ }).click();
  await page.waitForURL(`${shopUrl}/`);
}
