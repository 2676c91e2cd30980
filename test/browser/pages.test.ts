import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { makeLink, procurementUrl, putUser, shopUrl } from './support/api.ts';
import { findings } from './support/axe.ts';
import { follow, mainButton, newcomer, overflows, show, signIn, VIEWPORT } from './support/browser.ts';

/** The pages that people see, each with the way to it. */
const PAGES: [name: string, go: (page: Page) => Promise<void>][] = [
  ['the login page', async (page) => void (await page.goto((await makeLink({})).loginUrl))],
  [
    'the refused page',
    async (page) => {
      const link = await makeLink({});
      await signIn(await newcomer(), link.loginUrl);
      await page.goto(link.loginUrl);
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST'),
        mainButton(page).click(),
      ]);
      await page.waitForLoadState();
    },
  ],
  ['the page of a link without its token', async (page) => void (await page.goto(await emptyLink()))],
  ['the shop’s question', async (page) => follow(page, (await makeLink({})).loginUrl)],
  ['the shop’s form for a link', async (page) => void (await page.goto(`${shopUrl}/sign-in`))],
  [
    'the catalogue',
    async (page) => {
      const { loginUrl } = await makeLink({ purpose: 'procurement' });
      await page.goto(`${loginUrl}&HOOK_URL=${encodeURIComponent(`${procurementUrl}/basket`)}`);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Your basket');
    },
  ],
  [
    'the shop while somebody acts as a user',
    async (page) => {
      const jane = await putUser('Jane Doe');
      const link = await makeLink({ userId: jane.id, purpose: 'impersonation', reason: 'Ticket 7' });
      await signIn(page, link.loginUrl);
    },
  ],
];

const emptyLink = async (): Promise<string> => new URL('/login', (await makeLink({})).loginUrl).href;

const LOOKS: [
  name: string,
  media: Parameters<Page['emulateMedia']>[0],
  size?: { width: number; height: number },
][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  // 1280 pixels at 400 per cent: WCAG 2.2, success criterion 1.4.10.
  ['small', { colorScheme: 'light' }, { width: 320, height: 512 }],
  ['calm and in forced colours', { forcedColors: 'active', reducedMotion: 'reduce' }],
];

it.each(PAGES)('%s is accessible: light, dark, small, calm and in forced colours', async (name, go) => {
  const page = await newcomer();
  await go(page);
  for (const [look, media, size = VIEWPORT] of LOOKS) {
    await page.emulateMedia(media);
    await page.setViewportSize(size);
    await show(page, `${name} ${look}`.replaceAll(/\W+/g, '-'));
    // Polled: transitions of colours are under way for a moment.
    await expect.poll(() => findings(page), { message: look }).toEqual([]);
    expect(await overflows(page), look).toBe(false);
  }
});
