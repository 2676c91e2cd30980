import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { makeLink, putUser } from '../support/api.ts';
import { openConsole } from './support/console.ts';
import { expectNoFlaws, expectToFit, heading, text } from './support/looks.ts';

const { id } = await putUser('Preferring Otherwise');
const link = await makeLink({ userId: id });

const row = (page: Page) => page.locator('tbody tr:not(.skeleton)').first();
const figures = (page: Page) => page.locator('.attempts-chart a').first();

const PREFERENCES = [
  ['forced colours', { forcedColors: 'active' }],
  ['reduced motion', { reducedMotion: 'reduce' }],
] as const;

it.each(
  PREFERENCES.flatMap(([preference, media]) => [
    { preference, media, name: 'the list', at: '/tokens', shown: row },
    {
      preference,
      media,
      name: 'a token',
      at: `/tokens/${link.id}`,
      shown: text('Nobody has tried to use it'),
    },
    { preference, media, name: 'the overview', at: '/', shown: figures },
  ]),
)('axe finds no problem in $name, with $preference', async ({ media, at, shown }) => {
  const page = await openConsole('editor', { at, media });
  await expectNoFlaws(shown(page));
});

it('nothing moves for a user who prefers reduced motion', async () => {
  const page = await openConsole('editor', { at: '/tokens', media: { reducedMotion: 'reduce' } });
  await page.getByRole('button', { name: 'Export' }).click();
  const popup = page.getByRole('dialog', { name: 'Export' });
  expect(await popup.evaluate((element) => getComputedStyle(element).transitionDuration)).toMatch(/^0.001s/);
});

/** The space on 1280 by 800 pixels with text of twice the size (WCAG 2.2, 1.4.4), and the size of 1.4.10. */
const SIZES = [
  { width: 640, height: 400 },
  { width: 320, height: 256 },
];

it.each([
  ['the list', '/tokens', row],
  ['the overview', '/', figures],
  ['the history', '/history', row],
  ['the settings', '/settings', (page: Page) => page.getByLabel('Name of the shop')],
  ['a new token', '/tokens/new', heading('New token')],
] as const)(
  '%s needs no sideways scrolling, with text of twice and of four times the size',
  async (_, at, shown) => {
    const page = await openConsole('admin', { at });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await expectToFit(shown(page));
    }
  },
);
