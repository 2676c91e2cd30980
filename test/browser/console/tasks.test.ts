import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { admin, attempts, type Json, makeLink, press, putUser, storefront } from '../support/api.ts';
import { newcomer, signIn } from '../support/browser.ts';
import { makeToken, openConsole, openConsoleAs, rowIds, rowOf } from './support/console.ts';

/** The tasks of the documents «Login tokens» and «Manage login tokens», in their order. Days are in UTC. */

const DAY = 86_400_000;
const HERE = { timezoneId: 'UTC' };
const PEOPLE = [
  ['Ada, signed in by the identity provider', (at: string) => openConsoleAs('Ada Admin', { at, ...HERE })],
  ['an editor with an API key', (at: string) => openConsole('editor', { at, ...HERE })],
] as const;

/** A user of the example data with tokens of all kinds and ages. */
const CUSTOMER = { id: 'customer-1003', email: 'inkoop@devries-techniek.example' };

const COLUMNS = [
  ...['Name', 'Type', 'Expires', 'Last used'],
  ...['Successful attempts', 'Failed attempts', 'Can be used', 'Extra'],
];
const PRESETS = [
  ['in 1 hour', 1],
  ['in 4 hours', 4],
  ['in 8 hours', 8],
  ['in 30 days', 720],
] as const;
/** Milliseconds. */
const TOLD = { timeout: 300_000, interval: 250 };

const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const startOf = (text: string, days = 0) => new Date(Date.parse(text) + days * DAY).toISOString();
const within = (at: string | null, from: string, until: string) =>
  at !== null && at >= startOf(from) && at < startOf(until, 1);

type Filter = {
  set(panel: Locator): Promise<unknown>;
  finds(token: Json): boolean;
  address: Record<string, string>;
};

function byDays(label: string, field: string, name: string, from: string, until: string): Filter {
  return {
    async set(panel) {
      await panel.getByLabel(`${label} from`).fill(from);
      await panel.getByLabel(`${label} until`).fill(until);
    },
    finds: (token) => within(token[field], from, until),
    address: { [`${name}From`]: startOf(from), [`${name}To`]: startOf(until, 1) },
  };
}

const byCount = (label: string, field: string, condition: string, number: number): Filter => ({
  async set(panel) {
    await panel.getByLabel(label, { exact: true }).selectOption({ label: condition });
    await panel.getByLabel(`${label}: number`).fill(String(number));
  },
  finds: (token) => (condition === 'at least' ? token[field] >= number : token[field] < number),
  address: { [field]: `${condition === 'at least' ? 'gte' : 'lt'}:${number}` },
});

/** The filters of the panel, except those for ids and for the user. */
const filters = (): readonly Filter[] => [
  byDays('Expires', 'expiresAt', 'expires', day(-14), day(0)),
  byDays('Created', 'createdAt', 'created', day(-20), day(-10)),
  byDays('Changed', 'updatedAt', 'updated', day(-20), day(-10)),
  byCount('Successful attempts', 'successfulAttempts', 'at least', 3),
  byCount('Failed attempts', 'failedAttempts', 'fewer than', 1),
  {
    set: (panel) => panel.getByRole('group', { name: 'One time use' }).getByLabel('yes').check(),
    finds: ({ oneTimeUse }) => oneTimeUse,
    address: { oneTimeUse: 'true' },
  },
];

const expectRows = (page: Page, tokens: readonly Json[]) =>
  expect.poll(() => rowIds(page)).toEqual(tokens.map(({ id }) => id));
const address = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

async function filterBy(page: Page, set: Filter['set']): Promise<void> {
  await page.getByRole('button', { name: 'More filters' }).click();
  const panel = page.getByRole('dialog', { name: 'Filters' });
  await set(panel);
  await panel.getByRole('button', { name: 'Show' }).click();
  await panel.waitFor({ state: 'detached' });
}

const form = (page: Page) => page.getByRole('dialog', { name: 'New token' });
const choose = (page: Page, name: string) => form(page).getByRole('radio', { name, exact: true }).check();

async function pick(within: Locator, typed: string, email: string): Promise<void> {
  await within.getByLabel('Contact or customer').fill(typed);
  await within.page().getByRole('option', { name: email }).click();
}

async function expireAt(page: Page, moment: string): Promise<void> {
  await choose(page, 'at a date and time');
  await form(page).getByLabel('Date and time', { exact: true }).fill(moment);
}

async function deleteAll(page: Page, count: number): Promise<void> {
  await page.getByLabel('Select all on this page').check();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: new RegExp(`^Delete ${count} `) }).click();
}

const get = async ({ id }: { id: string }) => (await admin('GET', `/tokens/${id}`)).body;
const hours = ({ expiresAt, createdAt }: Json) => (Date.parse(expiresAt) - Date.parse(createdAt)) / 3_600_000;
const eventsOf = async ({ id }: { id: string }) =>
  (await admin('GET', `/tokens/${id}/events?kind=attempts`)).body.items;
const redeem = (token: string, ip = '192.0.2.44') => storefront('POST', '/tokens/redeem', { token, ip });

describe.each(PEOPLE)('%s', (_, open) => {
  it('opens the list with its eight columns, and filters it by all eight filters, which the address shows', async () => {
    const { items } = (await admin('GET', `/tokens?userId=${CUSTOMER.id}&limit=100`)).body;
    const page = await open('/');
    await page.getByRole('link', { name: 'Login tokens', exact: true }).click();
    for (const name of COLUMNS) await page.getByRole('columnheader', { name, exact: true }).waitFor();
    const some = [items[0], items[2]];
    await filterBy(page, (panel) => panel.getByLabel('Ids').fill(`${some[0].id}, ${some[1].id}`));
    await expectRows(page, some);
    expect(address(page)).toEqual({ ids: `${some[0].id},${some[1].id}` });
    await page.getByRole('button', { name: 'clear', exact: true }).click();
    await filterBy(page, (panel) => pick(panel, 'de vries tech', CUSTOMER.email));
    await expectRows(page, items);
    expect(address(page)).toEqual({ userId: CUSTOMER.id });
    for (const { set, finds, address: added } of filters()) {
      const found = items.filter(finds);
      // A filter that matches no token, or all, would prove nothing.
      expect([0, items.length]).not.toContain(found.length);
      await filterBy(page, set);
      await expectRows(page, found);
      expect(address(page)).toEqual({ userId: CUSTOMER.id, ...added });
      await page.goBack();
      await expectRows(page, items);
    }
  });

  it('makes a token for a user found by name or by e-mail address, and one without a user, and sees both', async () => {
    const email = `inkoop.${randomUUID()}@tasks.example`;
    await putUser('Tessa Takenaka', { email });
    const page = await open('/tokens');
    await page.getByRole('link', { name: /New token/ }).click();
    await pick(form(page), 'takena', email);
    await form(page).getByRole('button', { name: 'Clear the user' }).click();
    await pick(form(page), email.slice(0, 20), email);
    await expireAt(page, `${day(40)}T09:30`);
    await choose(page, 'once');
    await form(page).getByLabel('Extra').fill('Support ticket #123');
    const link = await makeToken(page);
    await page.getByRole('button', { name: 'Make another' }).click();
    const other = await makeToken(page);
    await page.getByRole('button', { name: 'Done' }).click();
    await rowOf(page, other).getByText('Anonymous').waitFor();
    expect(await rowOf(page, link).textContent()).toMatch(
      /Tessa Takenaka.*active.*Contact.*in 40 days.*–.*0.*0.*once.*Support ticket #123/,
    );
    expect(await get(link)).toMatchObject({ expiresAt: `${day(40)}T09:30:00.000Z`, oneTimeUse: true });
    expect((await redeem(other.token)).body.user).toBeNull();
  });

  it('opens a token anywhere on its row, sees what is read only and who came from where, and changes the rest', async () => {
    const user = await putUser('Rosa Rij');
    const link = await makeLink({ userId: user.id, extra: 'Old words' });
    await redeem(link.token, '192.0.2.61');
    await redeem(link.token, '192.0.2.62');
    // Events appear within seconds, not at once.
    await vi.waitFor(async () => expect(await eventsOf(link)).toHaveLength(2), TOLD);
    const page = await open(`/tokens?userId=${user.id}`);
    await rowOf(page, link).getByText('Old words').click();
    const panel = page.getByRole('dialog', { name: 'Rosa Rij' });
    expect(await panel.locator('dl.facts').textContent()).toMatch(
      /Last accessed at\d.*Successful attempts1Failed attempts1.*Id/,
    );
    await expect
      .poll(() => panel.getByRole('listitem').allTextContents())
      .toEqual([expect.stringMatching(/used up.*192\.0\.2\.62/), expect.stringMatching(/192\.0\.2\.61/)]);
    expect(await panel.getByRole('textbox').count()).toBe(0);
    await panel.getByRole('button', { name: 'Reveal the link' }).click();
    expect(await panel.getByRole('textbox', { name: 'Link' }).inputValue()).toBe(link.loginUrl);
    await panel.getByRole('button', { name: 'Hide', exact: true }).click();
    await panel.getByRole('button', { name: 'Edit', exact: true }).click();
    await panel.getByRole('radio', { name: 'in 90 days' }).check();
    await panel.getByRole('radio', { name: 'as often as wanted' }).check();
    await panel.getByLabel('Extra').fill('New words');
    await panel.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The token is saved').waitFor();
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect
      .poll(() => rowOf(page, link).textContent())
      .toMatch(/in (90|89) days.*1.*1.*reusable.*New words/);
  });

  it('deletes the selected tokens, after a question that says that it is final', async () => {
    const user = await putUser('Wim Weg');
    const [kept, ...gone] = await Promise.all([1, 2, 3].map(() => makeLink({ userId: user.id })));
    const page = await open(`/tokens?userId=${user.id}`);
    for (const link of gone) await rowOf(page, link).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('alertdialog').getByText('This cannot be undone').waitFor();
    await page.getByRole('button', { name: 'Delete 2 tokens' }).click();
    await expectRows(page, [kept]);
    expect((await redeem(gone[0]?.token ?? '')).status).toBe(401);
  });

  it('sets up OCI: reusable until the contract ends, with the vendor in the extra, and the system uses it', async () => {
    const { id } = await putUser('Otto Einkauf', { type: 'customer' });
    const page = await open(`/tokens/new?userId=${id}`);
    await choose(page, 'Procurement');
    expect(await form(page).getByRole('radio', { name: 'as often as wanted' }).isChecked()).toBe(true);
    await expireAt(page, `${day(365)}T23:59`);
    await form(page).getByLabel('Extra').fill('OCI - Vendor');
    const link = await makeToken(page);
    await press(link);
    await press(link);
    expect(await attempts(link)).toEqual({ good: 2, bad: 0 });
    const kept = { purpose: 'procurement', maxUses: null, extra: 'OCI - Vendor', status: 'active' };
    expect(await get(link)).toMatchObject({ ...kept, expiresAt: `${day(365)}T23:59:00.000Z` });
  });

  it('acts as a customer for a support ticket: once, within two hours, and sees what they see', async () => {
    const user = await putUser('Greta Geholfen', { type: 'customer' });
    const page = await open(`/tokens/new?userId=${user.id}`);
    await choose(page, 'Impersonation');
    expect(await form(page).getByRole('radio', { name: 'in 2 hours' }).isChecked()).toBe(true);
    await choose(page, 'in 1 hour');
    await form(page).getByLabel('Why do you act as this person?').fill('Ticket #4711');
    const link = await makeToken(page);
    const kept = await get(link);
    expect([kept.oneTimeUse, kept.reason, hours(kept)]).toEqual([true, 'Ticket #4711', 1]);
    const shop = await newcomer();
    await signIn(shop, link.loginUrl);
    expect(await shop.locator('body').textContent()).toMatch(/Greta Geholfen[\s\S]*Ticket #4711/);
    expect((await redeem(link.token)).status).toBe(401);
  });

  it('gives a user access without a password for 1, 4 or 8 hours or 30 days, and a new link when asked', async () => {
    const { id } = await putUser('Pia Passlos');
    const page = await open(`/tokens/new?userId=${id}`);
    let link = { id: '', token: '', loginUrl: '' };
    for (const [name, length] of PRESETS) {
      if (link.id) await page.getByRole('button', { name: 'Make another' }).click();
      await choose(page, name);
      link = await makeToken(page);
      expect(hours(await get(link))).toBe(length);
    }
    await page.getByRole('link', { name: 'Open the token' }).click();
    await page.getByRole('button', { name: 'Rotate…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate' }).click();
    const next = await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
    expect((await redeem(link.token)).status).toBe(401);
    expect((await redeem(next.split('token=')[1] ?? '')).body.user.id).toBe(id);
  });

  it('finds refused attempts and unused tokens, and deletes expired and unused ones', async () => {
    const { id: userId } = await putUser('Mona Monitor');
    const used = await makeLink({ userId, maxUses: null });
    const refused = await makeLink({ userId });
    const unused = await makeLink({ userId });
    const expired = await makeLink({ userId, expiresIn: 1 });
    for (const { token } of [used, refused, refused]) await redeem(token);
    await vi.waitFor(async () => expect((await get(expired)).status).toBe('expired'), TOLD);
    const page = await open(`/tokens?userId=${userId}`);
    const filter = (label: string, choice: string) =>
      page.getByRole('combobox', { name: label }).selectOption({ label: choice });
    await filter('Used', 'was refused');
    await expectRows(page, [refused]);
    await filter('Used', 'never');
    await expectRows(page, [expired, unused]);
    await filter('Status', 'expired');
    await expectRows(page, [expired]);
    await deleteAll(page, 1);
    await page.getByRole('heading', { name: 'No login token is like this' }).waitFor();
    await filter('Status', 'any');
    await expectRows(page, [unused]);
    await deleteAll(page, 1);
    await page.getByRole('heading', { name: 'No login token is like this' }).waitFor();
    await filter('Used', 'any number');
    await expectRows(page, [refused, used]);
  });
});
