import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type Json, type Link, makeLink, putUser, serviceUrl } from '../support/api.ts';
import {
  goTo,
  makeToken,
  openConsole,
  openConsoleAs,
  removeFilePicker,
  rowIds,
  rowOf,
} from './support/console.ts';

type Offers = Readonly<Record<string, readonly string[]>>;

/** The names of the buttons on each page. `…/mine` is a token, or a user, that the test makes. */
const TO_VIEWERS: Offers = {
  '/': [],
  '/tokens': [],
  '/tokens/mine': [],
  '/users': [],
  '/users/mine': [],
  '/history': [],
};
const TO_SUPPORT: Offers = {
  ...TO_VIEWERS,
  '/': ['New token'],
  '/tokens': ['New token'],
  '/users/mine': ['New token'],
};
const TO_EDITORS: Offers = {
  '/': ['New token'],
  '/tokens': ['New token'],
  '/tokens/mine': [
    ...['Reveal the link', 'Copy the link without showing it'],
    ...['Edit', 'Disable', 'Rotate…', 'Delete…'],
  ],
  '/users': ['New user'],
  '/users/mine': ['New token', 'Edit', 'Disable…', 'Delete…'],
  '/history': [],
};
const TO_ADMINISTRATORS_OF_A_DOMAIN: Offers = {
  ...TO_EDITORS,
  '/tokens/mine': [
    ...['Reveal the link', 'Copy the link without showing it'],
    ...['Edit', 'Disable', 'Rotate…', 'End sessions…', 'Delete…'],
  ],
  '/users/mine': ['New token', 'Edit', 'Disable…', 'End all sessions…', 'Delete…'],
  '/keys': ['Remove a person…', 'New key'],
};

const WORK = ['Overview', 'Login tokens', 'Users', 'History'];
const PEOPLE = [
  ['a viewer whom the identity provider names', () => openConsoleAs('Vic Viewer'), WORK, TO_VIEWERS],
  ['a viewer with a key', () => openConsole('viewer'), WORK, TO_VIEWERS],
  ['a support person with a key', () => openConsole('support'), WORK, TO_SUPPORT],
  [
    'an administrator of one domain',
    () => openConsoleAs('Dora Domain'),
    [...WORK, 'Keys'],
    TO_ADMINISTRATORS_OF_A_DOMAIN,
  ],
  ['an editor with a key', () => openConsole('editor'), WORK, TO_EDITORS],
] as const;

const FRAMES = `new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(shown))))`;

/** Records each request that the API answers with 403. `quiet` waits until no request is open. */
function watch(page: Page): { refused: string[]; quiet: () => Promise<void> } {
  const refused: string[] = [];
  const open = new Set<object>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  page.on('response', (response) => {
    const request = response.request();
    if (response.status() === 403)
      refused.push(`${request.method()} ${request.url().slice(serviceUrl.length)}`);
  });
  return {
    refused,
    async quiet() {
      // A click or a response can cause a render that sends requests: waits two frames, and checks again.
      do {
        await expect.poll(() => open.size).toBe(0);
        await page.evaluate(FRAMES);
      } while (open.size > 0);
    },
  };
}

/** The topmost layer: a question, a dialog, or the page. */
const top = (page: Page): Locator => page.locator('main, .dialog:not([data-closed])').last();

/** The heading of a layer, with the prefix `page ` for a page. */
const titleOf = (layer: Locator): Promise<string> =>
  layer.evaluate(
    (one) => `${one.localName === 'main' ? 'page ' : ''}${one.querySelector('h1, h2')?.textContent}`,
  );

/** The visible and enabled buttons of a layer, each with its index and its name. */
const buttonsOf = (layer: Locator): Promise<{ at: number; name: string }[]> =>
  layer.locator('button, a.button').evaluateAll((all) =>
    all.flatMap((button, at) => {
      const words = button.getAttribute('aria-label') ?? button.textContent ?? '';
      const name = words.replace(/\s+n$/, '').trim();
      const shown = button.checkVisibility() && !(button as HTMLButtonElement).disabled;
      return shown ? [{ at, name }] : [];
    }),
  );

const ACTS = /^(New|Edit|Reveal|Copy the link|Rotate(?! the key)|Disable|Enable|End|Remove|Delete…)/;
/** Buttons that only opened dialogs have. Every role that can write must press all of them. */
const DEEDS = ['Save', 'Rotate', 'Delete the token', 'Disable the user', 'Delete the user'];
const CLOSES = /^(Close|Cancel|Leave|Done|I have kept it|Copied)$/;
const OPENS = /…$|^(Export|More filters|New (token|user|key))$/;
/** Not pressed: buttons that send no request, and those that end keys or people, which other tests use. */
const LEFT_ALONE =
  /^(Columns|Copy the (id|token)|(Show|Hide) the QR code|Hide$|(Delete|Rotate) the key|Continue…)/;

/** Presses each button once, also in each dialog that opens. Adds its title and name to `pressed`. */
async function pressAll(page: Page, pressed: Set<string>, quiet: () => Promise<void>): Promise<void> {
  for (;;) {
    const layer = top(page);
    const title = await titleOf(layer);
    const buttons = await buttonsOf(layer);
    const next = buttons.find(
      ({ name }) => !pressed.has(`${title}: ${name}`) && !CLOSES.test(name) && !LEFT_ALONE.test(name),
    );
    const way = next ?? buttons.findLast(({ name }) => CLOSES.test(name) && name !== 'Copied');
    if (!way) return;
    pressed.add(`${title}: ${way.name}`);
    await layer.locator('button, a.button').nth(way.at).click();
    // These buttons change the topmost layer, and no request marks the change: waits for another title.
    const edits = way.name === 'Edit' && title.startsWith('page ');
    if (edits || OPENS.test(way.name) || CLOSES.test(way.name))
      await expect.poll(() => titleOf(top(page))).not.toBe(title);
    await quiet();
  }
}

let mine: { id: string; name: string };
let stranger: { id: string; name: string };
let strangers: Link;

beforeAll(async () => {
  stranger = await putUser('Sylvia Stranger', { email: 'sylvia@elsewhere.example' });
  strangers = await makeLink({ userId: stranger.id });
});

describe.each(PEOPLE)('%s', (_, open, pages, offers) => {
  it('sees links to the pages of the role, is offered only permitted actions, and is refused none of them', async () => {
    mine = await putUser('Mira Mine', { email: 'mira@acme.example' });
    const link = await makeLink({ userId: mine.id });
    const page = await open();
    const { refused, quiet } = watch(page);
    await removeFilePicker(page);
    const links = page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link');
    expect(await links.allTextContents()).toEqual(pages);
    // A support person makes impersonations, and changes nothing.
    const changesTokens = offers['/tokens/mine']?.length !== 0;
    const pressed = new Set<string>();
    for (const [place, offered] of Object.entries(offers)) {
      const at = place.replace('mine', place.startsWith('/tokens') ? link.id : mine.id);
      async function show() {
        await goTo(page, at);
        await page.locator(place === '/tokens/mine' ? '[role=dialog] h3' : 'main h1').waitFor();
        await quiet();
      }
      await show();
      const buttons = await buttonsOf(top(page));
      const acts = buttons.map(({ name }) => name).filter((name) => ACTS.test(name));
      expect([place, ...acts]).toEqual([place, ...offered]);
      if (place === '/tokens')
        expect((await page.getByRole('checkbox', { name: /^Select/ }).count()) > 0).toBe(changesTokens);
      // Some buttons leave the page: goes back to it, and presses the rest.
      for (let before = -1; before < pressed.size; ) {
        before = pressed.size;
        await pressAll(page, pressed, quiet);
        if (new URL(page.url()).pathname === `/console${at}`) break;
        await show();
      }
    }
    expect(refused).toEqual([]);
    expect([...pressed].join()).toContain('Export: Export as CSV');
    const done = DEEDS.filter((deed) => [...pressed].some((one) => one.endsWith(`: ${deed}`)));
    expect(done).toEqual(changesTokens ? DEEDS : []);
    // About seventy presses can take longer than the default timeout.
  }, 120_000);
});

describe('a viewer', () => {
  it('is told at the address of a page of other roles whose it is', async () => {
    const page = await openConsole('viewer', { at: '/keys' });
    const { refused, quiet } = watch(page);
    await page.getByRole('heading', { name: 'Keys are for administrators' }).waitFor();
    await goTo(page, '/settings');
    await page
      .getByRole('heading', { name: 'Settings are for administrators of the whole service' })
      .waitFor();
    await goTo(page, '/tokens/new');
    await page.getByRole('dialog').getByText('Your role lets you look at tokens').waitFor();
    expect(await page.getByRole('button', { name: 'Make the token' }).count()).toBe(0);
    await quiet();
    expect(refused).toEqual([]);
  });
});

describe('an administrator of one domain', () => {
  it('sees the users of the domain and their tokens, and no others', async () => {
    const page = await openConsoleAs('Dora Domain', { at: '/users' });
    // The frame of a slow list has such cells, too: empty ones.
    const mails = page.locator('.users-table td.email').filter({ hasText: /./ });
    await mails.first().waitFor();
    for (const mail of await mails.allTextContents()) expect(mail).toMatch(/@acme\.example$/);
    await page.getByRole('searchbox').fill('sylvia str');
    await page.getByRole('heading', { name: 'Nobody is found' }).waitFor();
    await page.getByRole('link', { name: 'Login tokens', exact: true }).click();
    await page.locator('tbody tr[data-id]').first().waitFor();
    const shown = (await admin('GET', `/tokens?ids=${(await rowIds(page)).join()}&limit=100`)).body.items;
    const users = shown.map(({ user }: Json) => user?.email);
    expect(users.filter((email?: string) => !email?.endsWith('@acme.example'))).toEqual([]);
  });

  it('does not find other users by address: the page says that there is none, and offers no action', async () => {
    const page = await openConsoleAs('Dora Domain', { at: `/users/${stranger.id}` });
    await page.getByRole('heading', { name: 'There is no such user' }).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('Sylvia');
    await page.getByRole('link', { name: 'All users' }).waitFor();
    await goTo(page, `/tokens/${strangers.id}`);
    const panel = page.getByRole('dialog', { name: 'There is no such token' });
    await panel.getByText('it is not one that you may see').waitFor();
    expect((await buttonsOf(panel)).map(({ name }) => name)).toEqual(['Close']);
    expect(await panel.textContent()).not.toMatch(/Sylvia|Try again/);
    await goTo(page, `/tokens/new?userId=${stranger.id}`);
    await page.getByRole('dialog').getByText('There is no user of this id.').waitFor();
  });

  it('makes a token for a user of the domain, and the form finds no other users', async () => {
    const user = await putUser('Doro Own', { email: `doro.${Date.now()}@acme.example` });
    const page = await openConsoleAs('Dora Domain', { at: '/tokens/new' });
    const whom = page.getByRole('dialog', { name: 'New token' }).getByLabel('Contact or customer');
    await whom.fill('sylvia str');
    await page.getByText('Nobody found with «sylvia str».').waitFor();
    await whom.fill('doro own');
    await page.getByRole('option', { name: user.name }).first().click();
    const link = await makeToken(page);
    await page.getByRole('button', { name: 'Done' }).click();
    await rowOf(page, link).getByText(user.name).waitFor();
  });

  it('sees no figures of the whole service, and no settings', async () => {
    const page = await openConsoleAs('Dora Domain');
    const { refused, quiet } = watch(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.getByText('You see users of acme.example and their tokens.').waitFor();
    expect(await page.getByRole('heading', { name: 'Attempts' }).count()).toBe(0);
    await goTo(page, '/settings');
    await page
      .getByRole('heading', { name: 'Settings are for administrators of the whole service' })
      .waitFor();
    await quiet();
    expect([refused, asked.filter((path) => /^\/(statistics|settings)/.test(path))]).toEqual([[], []]);
  });
});
