import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { admin, makeLink, putUser, serviceUrl, storefront } from '../support/api.ts';
import { newcomer } from '../support/browser.ts';
import { keyFor } from './support/console.ts';
import {
  dialog,
  EMPTY_HISTORY,
  expectForEverybody,
  fill,
  heading,
  lookAt,
  type Place,
  press,
  text,
} from './support/looks.ts';

// Long names and notes must fit a phone, too.
const { id } = await putUser('Wilhelmina Theodora van den Hoogenband-Oosterhuis', {
  email: 'wilhelmina.theodora.van.den.hoogenband@purchasing-department.accessibility.example',
  phone: '+31 20 1234567',
  locale: 'nl',
});
const disabled = await putUser('Disabled For Everybody', { disabled: true });
const used = await makeLink({ userId: id, extra: `OCI-${'Ticket4711'.repeat(8)}`, reason: 'Ticket 4711' });
const off = await makeLink({ userId: id, purpose: 'procurement', maxUses: null, expiresAt: null });
await admin('PATCH', `/tokens/${off.id}`, { status: 'disabled' });
const attempt = {
  token: used.token,
  ip: '2001:db8:85a3:1234:5678:8a2e:370:7334',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
};
await storefront('POST', '/tokens/redeem', attempt);
await storefront('POST', '/tokens/redeem', attempt);
// Events appear within seconds, not at once.
await vi.waitFor(
  async () => {
    const { body } = await admin('GET', `/tokens/${used.id}/events?kind=attempts`);
    expect(body.items.length).toBe(2);
  },
  { timeout: 300_000, interval: 500 },
);

const row = (page: Page) => page.locator('tbody tr[data-id]').first();
const line = (page: Page) => page.locator('tbody tr:not(.skeleton)').first();
const bar = (page: Page) => page.locator('.attempts-chart a').first();
const chips = (page: Page) => page.getByRole('list', { name: 'What is filtered' });
const signIn = (page: Page) => press('Sign in with the key')(page);
const fillKey = async (page: Page) => fill('API key', await keyFor('storefront'))(page);
const selectAll = (page: Page) => page.getByLabel('Select all on this page').check();
const byThemselves = (page: Page) => line(page).getByRole('link').first().click();
const signIns = (page: Page) =>
  page.getByRole('region', { name: 'Recent sign-ins' }).getByRole('listitem').first();

const OF_ONE = `/tokens?userId=${id}`;
const weekAgo = new Date(Date.now() - 604_800_000).toISOString();
const OWN_DAYS = `/history?from=${weekAgo}&type=token.created`;

const PAGES: readonly Place[] = [
  ['the page to sign in', 'nobody', '/', (page) => page.getByRole('button', { name: /^Continue with / })],
  ['a malformed key', 'nobody', '/', text('An API key begins with lk_'), fill('API key', 'hunter2'), signIn],
  ['a sign-in that failed', 'nobody', '/signed-in?error=access_denied&state=x', heading('You could not be')],
  ['the key of a storefront', 'nobody', '/', heading('This key does not open'), fillKey, signIn],

  ['the overview', 'viewer', '/?range=month', bar, (page) => page.getByText('As a table').click()],
  ['an overview without events', 'stranger', '/', heading('There is no login token yet')],

  ['the list of tokens', 'admin', '/tokens', row],
  ['the tokens of one person for a viewer', 'viewer', OF_ONE, row],
  ['the tokens of one person', 'editor', OF_ONE, row],
  ['a list with filters', 'viewer', `${OF_ONE}&failedAttempts=gte%3A0&sort=expiresAt`, chips],
  ['a list with a selection', 'editor', OF_ONE, text('2 tokens selected'), selectAll],
  ['a list that a filter leaves empty', 'editor', `${OF_ONE}&status=expired`, heading('No login token is')],
  ['the tokens of an unknown user', 'viewer', '/tokens?userId=nobody', text('There is no user of this id.')],
  ['a list without tokens', 'stranger', '/tokens', heading('There are no login tokens yet')],
  ['an unknown token', 'viewer', `/tokens/${'0'.repeat(22)}`, dialog('There is no such token')],

  ['the list of users', 'editor', '/users', row],
  ['a search that finds no user', 'editor', '/users?search=nobody-is-called-so', heading('Nobody is found')],
  ['a list without users', 'stranger', '/users', heading('There are no users yet')],
  ['a user', 'admin', `/users/${id}`, signIns],
  ['a disabled user', 'admin', `/users/${disabled.id}`, text('This user is disabled')],
  ['an unknown user', 'viewer', '/users/nobody', heading('There is no such user')],

  ['the history', 'admin', '/history', line],
  ['the history of one person in a span of days', 'viewer', OWN_DAYS, chips, byThemselves],
  [
    'a history that a filter leaves empty',
    'viewer',
    EMPTY_HISTORY,
    heading('Nothing like this has happened'),
  ],
  ['a history without events', 'stranger', '/history', heading('Nothing has happened')],

  ['the keys', 'admin', '/keys', line],
  ['the keys for a viewer', 'viewer', '/keys', heading('Keys are for administrators')],
  ['the settings', 'admin', '/settings', (page) => page.getByLabel('Name of the shop')],
  ['the settings for a viewer', 'viewer', '/settings', heading('Settings are for administrators')],
  ['an unknown page', 'viewer', '/nowhere', heading('There is no such page')],
];

lookAt(PAGES);

it('axe finds no problem in the reference of the API, light and dark, and it fits a phone', async () => {
  const page = await newcomer();
  await page.goto(`${serviceUrl}/docs`);
  await expectForEverybody(page.getByRole('heading', { level: 1 }));
});
