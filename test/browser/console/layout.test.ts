import { readFileSync } from 'node:fs';
import type { Page, Route } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { makeLink, putUser, serviceUrl, storefront } from '../support/api.ts';
import { keptBrowser, newcomer } from '../support/browser.ts';
import { consoleUrl, goTo } from './support/console.ts';
import { PHONE } from './support/looks.ts';

/** The limit of a page in Cumulative Layout Shift: a fifth of what Core Web Vitals call good. */
const MAX_SHIFT = 0.02;

const KEEP_SHIFTS = `globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      shifts.push({ value, moved: sources.map(({ node }) => node?.parentElement?.outerHTML.slice(0, 200)) });
  }).observe({ type: 'layout-shift', buffered: true });`;

type Shift = { value: number; moved: string[] };

let user: { id: string; name: string };
let tokenId: string;

beforeAll(async () => {
  user = await putUser('Stella Still', { email: 'stella@still.example' });
  const { id, token } = await makeLink({ userId: user.id, maxUses: 3, extra: 'Nothing moves' });
  tokenId = id;
  for (let uses = 0; uses < 2; uses++) await storefront('POST', '/tokens/redeem', { token });
});

/** The paths of the router, and an address of each. A page without an address fails the first test. */
const PAGES: Readonly<Record<string, () => string>> = {
  '/': () => '/',
  '/tokens': () => '/tokens',
  '/tokens/new': () => `/tokens/new?userId=${user.id}`,
  '/tokens/$tokenId': () => `/tokens/${tokenId}?userId=${user.id}`,
  '/users': () => '/users',
  '/users/$userId': () => `/users/${user.id}`,
  '/history': () => '/history',
  '/keys': () => '/keys',
  '/settings': () => '/settings',
};
/** Pages that ask nothing of the API once they are there. */
const OTHERS = ['/signed-in', '/sign-in-again'];

function pathsOfRouter(): string[] {
  const source = readFileSync(new URL('../../../console/src/router.tsx', import.meta.url), 'utf8');
  const routes = [
    ...source.matchAll(/const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: '([^']+)'/g),
  ];
  const parents = new Map(routes.map(([, name = '', , path = '']) => [name, path]));
  return routes.map(([, , parent = '', path]) => `${parent === 'root' ? '' : parents.get(parent)}${path}`);
}

/** Answers of the API, which wait until the page has drawn what came before. */
async function hold(page: Page): Promise<Route[]> {
  const held: Route[] = [];
  const isCall = (url: URL) => url.origin === serviceUrl && !url.pathname.startsWith('/console');
  await page.route(isCall, (route) => void held.push(route));
  return held;
}

const drawn = (page: Page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  );

/** Lets one answer after the other arrive, until nothing is asked any more. */
async function answerOneByOne(page: Page, held: Route[]): Promise<number> {
  let answered = 0;
  // What an answer makes the page ask comes within a few frames.
  for (let idle = 0; idle < 10; idle++) {
    await drawn(page);
    for (let route = held.shift(); route; route = held.shift()) {
      const response = page.waitForEvent('requestfinished');
      await route.continue();
      await response;
      await drawn(page);
      answered++;
      idle = 0;
    }
  }
  return answered;
}

let opened: Page | undefined;
async function openStill(): Promise<Page> {
  const page = await keptBrowser();
  await page.addInitScript(KEEP_SHIFTS);
  await page.goto(`${consoleUrl}/nowhere`);
  return page;
}

/** Signs in by scripts only: what moves within half a second of a click or a key is not counted. */
async function signInStill(page: Page): Promise<void> {
  await page.getByLabel('API key').fill(inject('adminKey'));
  await page.locator('.key-form').evaluate((form) => (form as HTMLFormElement).requestSubmit());
}

/** Signing out drops all answers, so that each page asks for its own. */
async function signOutStill(page: Page): Promise<void> {
  await goTo(page, '/nowhere');
  const signOut = page.locator('#account .menu-item', { hasText: 'Sign out' });
  await signOut.evaluate((button) => (button as HTMLElement).click());
  await page.getByLabel('API key').waitFor();
}

/** What moves on a page from signing in until its last answer. */
async function shiftsOf(page: Page, address: string): Promise<Shift[]> {
  await goTo(page, address);
  const held = await hold(page);
  await drawn(page);
  await page.evaluate('shifts.length = 0');
  await signInStill(page);
  expect(await answerOneByOne(page, held)).toBeGreaterThan(1);
  await page.locator('.dialog, main h1').first().waitFor();
  await answerOneByOne(page, held);
  const shifts = await page.evaluate<Shift[]>('shifts');
  await page.unrouteAll({ behavior: 'wait' });
  await signOutStill(page);
  return shifts;
}

const sum = (shifts: readonly Shift[]): number => shifts.reduce((total, { value }) => total + value, 0);

describe('nothing moves when an answer of the API arrives', () => {
  it('on every page of the router', () => {
    expect([...Object.keys(PAGES), ...OTHERS].sort()).toEqual(pathsOfRouter().sort());
  });

  it('on the page of signing in, where a click would miss its button', async () => {
    const page = await newcomer({}, { unused: true });
    await page.addInitScript(KEEP_SHIFTS);
    const held = await hold(page);
    await page.goto(consoleUrl);
    await page.getByRole('heading', { name: 'Sign in to Login Tokens' }).waitFor();
    expect(await answerOneByOne(page, held)).toBeGreaterThan(0);
    await page.getByRole('button', { name: /^Continue with / }).waitFor();
    const shifts = await page.evaluate<Shift[]>('shifts');
    expect(sum(shifts) > MAX_SHIFT ? shifts : []).toEqual([]);
  });

  describe.each([
    ['desktop', { width: 1280, height: 720 }],
    ['phone', PHONE],
  ])('on a %s', (_, size) => {
    it.each(Object.entries(PAGES))('%s', async (_path, address) => {
      opened ??= await openStill();
      await opened.setViewportSize(size);
      const shifts = await shiftsOf(opened, address());
      expect(sum(shifts) > MAX_SHIFT ? shifts : []).toEqual([]);
    });
  });
});
