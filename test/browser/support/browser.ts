import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';
import { procurementUrl, serviceUrl, shopUrl } from './api.ts';
import { keepJournal } from './arrival.ts';

/** Kept out of the repository, and looked at. */
const SCREENSHOTS = '.build/screenshots';

/** One for all test files of a worker. It ends with the worker. */
let browser: Promise<Browser> | undefined;
/** A page broke its policy, printed an error, or loaded something from another origin. */
export const complaints: string[] = [];

const KNOWN = [serviceUrl, shopUrl, procurementUrl, inject('issuer')];
const REPORT_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('policy', event.effectiveDirective, event.blockedURI))`;

type Newcomer = {
  /** Origins of servers that the test has started. */
  others?: readonly string[];
  /** A browser that no test has used, for tests that look at its history or run scripts in it. */
  unused?: boolean;
};

/** Browsers that tests have left, by their options. They load a page in a third of the processor time. */
const left = new Map<string, Page[]>();

/** A browser without cookies or storage. */
export async function newcomer(
  options: BrowserContextOptions = {},
  { others = [], unused = false }: Newcomer = {},
): Promise<Page> {
  const kind = JSON.stringify(options);
  const page = (unused ? undefined : left.get(kind)?.pop()) ?? (await openBrowser(options));
  onTestFinished(async ({ task }) => {
    const reusable = !unused && task.result?.state !== 'fail' && (await empty(page, options));
    if (reusable) left.set(kind, [...(left.get(kind) ?? []), page]);
    else await page.context().close();
  });
  watch(page, others);
  return page;
}

/** A browser for several tests. It ends with the worker. */
export async function keptBrowser(): Promise<Page> {
  const page = await openBrowser({});
  watch(page, []);
  return page;
}

function watch(page: Page, others: readonly string[]): void {
  keepJournal(page);
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
}

async function openBrowser(options: BrowserContextOptions): Promise<Page> {
  browser ??= chromium.launch({ executablePath: inject('chromium') });
  const context = await (await browser).newContext({ locale: 'en-GB', ...options });
  // Milliseconds. A loaded machine takes several seconds for what takes one on an idle one.
  context.setDefaultTimeout(5 * 60_000);
  const page = await context.newPage();
  if (options.javaScriptEnabled !== false) await page.addInitScript(REPORT_VIOLATIONS);
  return page;
}

/** The size of a new browser, in pixels. */
export const VIEWPORT = { width: 1280, height: 720 };

/** The console answers with it, and it runs no script: Chromium keeps the process of the console's pages. */
const EMPTY_PAGE = `${serviceUrl}/console/mark.svg`;
const EVENTS = [
  'console',
  'download',
  'pageerror',
  'request',
  'requestfailed',
  'requestfinished',
  'response',
];
const AS_OPENED = {
  colorScheme: 'light',
  contrast: 'no-preference',
  forcedColors: 'none',
  reducedMotion: 'no-preference',
} as const;

/** Takes from a browser all that a test has left there. Returns whether it is as it was opened. */
async function empty(page: Page, options: BrowserContextOptions): Promise<boolean> {
  // Their pages store nothing, and a script cannot empty them.
  if (options.javaScriptEnabled === false) return false;
  const context = page.context();
  for (const event of EVENTS) page.removeAllListeners(event);
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await page.goto(EMPTY_PAGE);
  await page.evaluate('localStorage.clear(), sessionStorage.clear()');
  await context.clearCookies();
  const { colorScheme, contrast, forcedColors, reducedMotion } = { ...AS_OPENED, ...options };
  await page.emulateMedia({ colorScheme, contrast, forcedColors, reducedMotion });
  await page.setViewportSize(options.viewport ?? VIEWPORT);
  // Playwright cannot take its clock out of a page.
  return page.evaluate<boolean>('globalThis.__pwClock === undefined');
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
