import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { makeLink, putUser, serviceUrl } from '../support/api.ts';
import { newcomer } from '../support/browser.ts';
import { consoleUrl, goTo, keyFor, makeToken, rowOf, signInWithKey } from './support/console.ts';

/** The secret part of a token or a key. The part before it is the id, which is not secret. */
const secretOf = (string: string): string => string.slice(25);

/** Records the text of every toast. */
const KEEP_TOASTS = `globalThis.said = [];
  new MutationObserver(() => {
    for (const { textContent } of document.querySelectorAll('.toasts')) said.push(textContent);
  }).observe(document, { subtree: true, childList: true, characterData: true });`;

/** All places in which a page can leave data for the next user of the browser. */
const LEFT = `JSON.stringify([
  location.href, document.title, history.state, { ...localStorage }, { ...sessionStorage }, document.cookie, said,
  document.documentElement.outerHTML,
  [...document.querySelectorAll('input, textarea')].map(({ value }) => value),
])`;

/** A page whose toasts and request addresses are recorded from the first request. */
async function watched(): Promise<{ page: Page; addresses: string[] }> {
  const page = await newcomer({ permissions: ['clipboard-read', 'clipboard-write'] }, { unused: true });
  await page.addInitScript(KEEP_TOASTS);
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  return { page, addresses };
}

async function openWatched(at: string) {
  const { page, addresses } = await watched();
  await page.goto(consoleUrl + at);
  const key = await keyFor('admin');
  await signInWithKey(page, key);
  return { page, addresses, key };
}

/** Goes back to the first page of this document. No page, history entry, request or storage has a secret. */
async function expectNoTrace({ page, addresses }: { page: Page; addresses: string[] }, secrets: string[]) {
  const browser = await page.context().newCDPSession(page);
  const { entries, currentIndex } = await browser.send('Page.getNavigationHistory');
  const left = [JSON.stringify([entries, addresses, await page.context().storageState()])];
  // Stops at the first entry of this document: earlier entries load a new document.
  await page.evaluate('globalThis.here = true');
  for (let at = currentIndex; await page.evaluate('globalThis.here === true'); at--) {
    left.push(await page.evaluate(LEFT));
    if (at <= 1) break;
    await page.goBack({ waitUntil: 'commit' });
  }
  expect(secrets.filter((secret) => secret.length < 30)).toEqual([]);
  for (const secret of secrets) for (const place of left) expect(place).not.toContain(secret);
}

/** Whether one of the places of `LEFT` has the secret now. */
const shows = async (page: Page, secret: string): Promise<boolean> =>
  (await page.evaluate<string>(LEFT)).includes(secret);

async function openToken(name: string, more: object = {}) {
  const user = await putUser(name);
  const link = await makeLink({ userId: user.id, ...more });
  const seen = await openWatched(`/tokens?userId=${user.id}`);
  await rowOf(seen.page, link).getByRole('link').click();
  return { ...seen, link };
}

const close = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
const reveal = (page: Page) => page.getByRole('button', { name: 'Reveal the link' }).click();
const textOf = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true }).inputValue();

describe('a login token is in no address, history, storage, title or toast, and no longer on the page', () => {
  it('after it was made, copied and shown as a code', async () => {
    const seen = await openWatched('/tokens');
    const { page, key } = seen;
    await page.getByRole('link', { name: /New token/ }).click();
    const link = await makeToken(page);
    await page.getByRole('button', { name: 'Copy the link' }).click();
    await page.getByRole('button', { name: 'Show the QR code' }).click();
    await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await rowOf(page, link).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await rowOf(page, link).getByRole('link').click();
    await page.getByRole('heading', { name: 'Access history' }).waitFor();
    await expectNoTrace(seen, [secretOf(link.token), secretOf(key)]);
  });

  it('after it was revealed and hidden, and hidden by itself a minute after it was revealed', async () => {
    const seen = await openToken('Rena Reveal');
    const { page, link, key } = seen;
    const secret = secretOf(link.token);
    await reveal(page);
    expect(await textOf(page, 'Link')).toBe(link.loginUrl);
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await expect.poll(() => shows(page, secret)).toBe(false);
    await page.clock.install();
    await reveal(page);
    expect(await textOf(page, 'Link')).toBe(link.loginUrl);
    await page.clock.fastForward(58_000);
    expect(await shows(page, secret)).toBe(true);
    await page.clock.fastForward(3_000);
    await page.getByRole('button', { name: 'Reveal the link' }).waitFor();
    await close(page);
    await rowOf(page, link).waitFor();
    await expectNoTrace(seen, [secret, secretOf(key)]);
  });

  it('after it was revealed and the panel was closed, and opened again', async () => {
    const seen = await openToken('Clemens Close');
    const { page, link } = seen;
    await reveal(page);
    await page.getByRole('textbox', { name: 'Link', exact: true }).waitFor();
    await close(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await rowOf(page, link).getByRole('link').click();
    await page.getByRole('button', { name: 'Reveal the link' }).waitFor();
    await expectNoTrace(seen, [secretOf(link.token)]);
  });

  it('after it stood on a set-up sheet, was copied from there, and printed', async () => {
    const seen = await openToken('Sheila Sheet', { purpose: 'procurement' });
    const { page, link } = seen;
    await page.evaluate('globalThis.print = () => { globalThis.printed = document.body.textContent; }');
    await reveal(page);
    await page.getByRole('button', { name: 'Set-up sheet…' }).click();
    await page.getByRole('button', { name: 'Copy the whole link' }).click();
    await page.getByRole('button', { name: 'Print' }).click();
    expect(await page.evaluate<string>('printed')).toContain(link.token);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('dialog', { name: 'Set-up sheet' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await close(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectNoTrace(seen, [secretOf(link.token)]);
  });

  it('after it got a new link, neither the old one nor the new one', async () => {
    const seen = await openToken('Rudi Rotate');
    const { page, link } = seen;
    await page.getByRole('button', { name: 'Rotate…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate' }).click();
    const next = (await textOf(page, 'Link')).split('token=')[1] ?? '';
    await close(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await rowOf(page, link).waitFor();
    await expectNoTrace(seen, [secretOf(link.token), secretOf(next)]);
  });
});

/** Where the console takes text to search for. A page with another such field belongs here. */
const SEARCH_FIELDS: readonly (readonly [at: string, fields: readonly string[], ...openers: string[]])[] = [
  ['/', []],
  ['/tokens', ['User']],
  ['/tokens', ['Contact or customer', 'Ids'], 'More filters'],
  ['/tokens/new', ['Contact or customer']],
  ['/users', ['Search']],
  ['/history', []],
  ['/keys', []],
  ['/settings', []],
];

/** Everything in which a user can search: fields of a search, pickers of users, and those of the dialog of filters. */
const SEARCHING = [
  'search input:not([type=date], [type=datetime-local])',
  'input[type=search]',
  'input[role=combobox]',
  '[id=filters] :is(textarea, input:not([type]), input[type=text])',
].join();

/** The labels of the fields of the topmost dialog, or of the page. */
const labels = (page: Page): Promise<string[]> =>
  page.evaluate((searching) => {
    const all = [...document.querySelectorAll<HTMLInputElement>(searching)];
    const top = document.querySelector('.dialog');
    return all.filter((one) => !top || top.contains(one)).map(({ labels }) => labels?.[0]?.textContent ?? '');
  }, SEARCHING);

describe('the link of a token that is pasted where people search', () => {
  it('opens the token from every such field, and its secret is in no address, request, history or storage', async () => {
    const user = await putUser('Petra Pasted');
    const link = await makeLink({ userId: user.id });
    const seen = await openWatched('/');
    const { page } = seen;
    const bodies: string[] = [];
    page.on('request', (request) => bodies.push(request.postData() ?? ''));
    const pasted = [link.loginUrl, link.token, `Look: <${link.loginUrl}>.`, link.token.slice(0, -2)];
    for (const [at, fields, ...openers] of SEARCH_FIELDS) {
      const open = async () => {
        await goTo(page, at);
        for (const name of openers) await page.getByRole('button', { name, exact: true }).click();
        await expect.poll(() => labels(page)).toEqual(fields);
      };
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await open();
      for (const [which, label] of fields.entries()) {
        if (which > 0) await open();
        const field = page.getByLabel(label, { exact: true });
        await field.click();
        await page.keyboard.insertText(pasted[which % pasted.length] ?? '');
        pasted.push(pasted.shift() ?? '');
        await page.getByRole('dialog', { name: 'Petra Pasted' }).waitFor();
        expect(new URL(page.url()).pathname).toBe(`/console/tokens/${link.id}`);
        await close(page);
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
    for (const body of bodies) expect(body).not.toContain(link.id);
    await expectNoTrace(seen, [secretOf(link.token).slice(0, 33)]);
  });

  it('opens the token from an address too, without the secret in a request', async () => {
    const user = await putUser('Adri Address');
    const link = await makeLink({ userId: user.id });
    const { page, addresses } = await openWatched(`/tokens?userId=${link.token}`);
    await page.locator('tbody tr[data-id]').first().waitFor();
    expect(page.url()).toBe(`${consoleUrl}/tokens`);
    await goTo(page, `/tokens/${link.token}`);
    await page.getByRole('dialog', { name: 'Adri Address' }).waitFor();
    expect(page.url()).toBe(`${consoleUrl}/tokens/${link.id}`);
    await goTo(page, `/users/${link.token}`);
    await page.getByRole('dialog', { name: 'Adri Address' }).waitFor();
    expect(page.url()).toBe(`${consoleUrl}/tokens/${link.id}`);
    await goTo(page, `/users/${encodeURIComponent(`${link.token.slice(0, 40)} ${link.token.slice(40)}`)}`);
    await page.getByRole('dialog', { name: 'Adri Address' }).waitFor();
    expect(page.url()).toBe(`${consoleUrl}/tokens/${link.id}`);
    const asked = addresses.filter((address) => !address.startsWith(consoleUrl));
    expect(JSON.stringify(asked)).not.toContain(secretOf(link.token).slice(0, 33));
  });

  it('leads from the page of a user to the list, where the address has the string of a key', async () => {
    const { page, key, addresses } = await openWatched('/');
    await goTo(page, `/users/${key}`);
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    expect(page.url()).toBe(`${consoleUrl}/users`);
    const asked = addresses.filter((address) => !address.startsWith(consoleUrl));
    expect(JSON.stringify(asked)).not.toContain(secretOf(key));
  });
});

it('an API key that is pasted where people search is named, and searched for nowhere', async () => {
  const seen = await openWatched('/users');
  const { page, key } = seen;
  for (const label of ['Search', 'User']) {
    await page.getByLabel(label, { exact: true }).fill(`Bearer ${key}`);
    await page.getByRole('alert').getByText('This is an API key').waitFor();
    expect(await page.getByLabel(label, { exact: true }).inputValue()).toBe('');
    await page.getByRole('link', { name: 'Login tokens', exact: true }).click();
    await page.locator('tbody tr[data-id]').first().waitFor();
  }
  await expectNoTrace(seen, [secretOf(key)]);
});

describe('an API key is in no address, history, storage, title or toast', () => {
  it('after it was made', async () => {
    const seen = await openWatched('/keys');
    const { page } = seen;
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Key of secrets');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const made = await textOf(page, 'Key');
    await page.getByRole('button', { name: 'Copy the key' }).click();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('row').filter({ hasText: 'Key of secrets' }).first().waitFor();
    await expectNoTrace(seen, [secretOf(made)]);
  });

  it('after a user has signed in with it, visited pages and signed out', async () => {
    const seen = await openWatched('/');
    const { page, key } = seen;
    for (const name of ['Users', 'History', 'Login tokens'])
      await page.getByRole('link', { name, exact: true }).click();
    await page.locator('tbody tr[data-id]').first().waitFor();
    expect(await shows(page, secretOf(key))).toBe(false);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').waitFor();
    await expectNoTrace(seen, [secretOf(key)]);
  });
});

/** The storage of this tab. `storedMeanwhile` reads it from another page of the same origin. */
const stored = (page: Page) =>
  page.evaluate<string>('JSON.stringify({ ...sessionStorage, ...localStorage })');
async function storedMeanwhile(page: Page): Promise<string> {
  await page.goto(`${serviceUrl}/health`);
  const found = await stored(page);
  await page.goBack();
  return found;
}

/** Goes to the sign-in page of the provider, and returns the parameters of the authorization request. */
async function goToProvider(page: Page, addresses: readonly string[]): Promise<Record<string, string>> {
  await page.goto(`${consoleUrl}/tokens`);
  await page.getByRole('button', { name: /^Continue with / }).click();
  await page.getByRole('button', { name: 'Ada Admin', exact: true }).waitFor();
  const asked = addresses.find((address) => address.startsWith(`${inject('issuer')}/auth?`)) ?? '';
  return Object.fromEntries(new URL(asked).searchParams);
}

describe('signing in with the identity provider', () => {
  it('leaves neither access token nor code nor verifier; the verifier is stored only while the user is at the provider', async () => {
    const seen = await watched();
    const { page, addresses } = seen;
    const asked = await goToProvider(page, addresses);
    expect([asked.response_type, asked.code_challenge_method]).toEqual(['code', 'S256']);
    const meanwhile = await storedMeanwhile(page);
    const [answer] = await Promise.all([
      page.waitForResponse(`${inject('issuer')}/token`),
      page.getByRole('button', { name: 'Ada Admin', exact: true }).click(),
    ]);
    await page.locator('.pages a').first().waitFor();
    const { code = '', code_verifier = '' } = Object.fromEntries(
      new URLSearchParams(answer.request().postData() ?? ''),
    );
    expect(createHash('sha256').update(code_verifier).digest('base64url')).toBe(asked.code_challenge);
    expect(meanwhile).toContain(code_verifier);
    const { access_token, refresh_token, id_token } = await answer.json();
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    for (const secret of [code, asked.state ?? '', code_verifier]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(await shows(page, secret)).toBe(false);
    }
    await expectNoTrace(seen, [access_token, refresh_token, id_token, code_verifier]);
  });

  it('leaves nothing either when the user turns back and signs in with a key', async () => {
    const { page, addresses } = await watched();
    const { state = '' } = await goToProvider(page, addresses);
    expect(await storedMeanwhile(page)).toContain(state);
    await page.goBack();
    await signInWithKey(page, await keyFor('viewer'));
    expect(await stored(page)).not.toContain(state);
  });
});
