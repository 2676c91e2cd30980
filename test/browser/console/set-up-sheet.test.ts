import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { admin, makeLink, putUser, serviceUrl } from '../support/api.ts';
import { openConsole } from './support/console.ts';
import { PHONE, tooWide } from './support/looks.ts';

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Set-up sheet' });
const openSheet = async (page: Page) => {
  await page.getByRole('button', { name: 'Set-up sheet…' }).click();
  await sheet(page).waitFor();
};
/** The value beside a button to copy it. */
const valueBeside = (page: Page, label: string) =>
  page
    .locator('.value', { has: page.getByRole('button', { name: label, exact: true }) })
    .locator('code')
    .textContent();

/** What the margins leave of a sheet, in pixels. */
const A4 = { width: 700, height: 1024 };

/** A user with a procurement token, and a key for cXML of the given fields. */
async function aPartner(name: string, fields?: (userId: string) => object) {
  const user = await putUser(name, { email: `${name.replaceAll(' ', '.').toLowerCase()}@sheet.example` });
  const link = await makeLink({ userId: user.id, purpose: 'procurement' });
  const named = { name: `Key of ${name}`, role: 'procurement', domain: 'DUNS', identity: `"${name}" & <Co>` };
  const { body: key } = await admin('POST', '/keys', {
    ...named,
    ...(fields?.(user.id) ?? { userId: user.id }),
  });
  onTestFinished(async () => void (await admin('DELETE', `/keys/${key.id}`)));
  return { user, link, key };
}

const openToken = async (id: string, options: object = {}) => {
  const page = await openConsole('admin', { at: `/tokens/${id}`, ...options });
  await page.getByRole('button', { name: 'Reveal the link' }).waitFor();
  return page;
};

/** The text that the printer gets. */
async function printed(page: Page): Promise<string> {
  await page.emulateMedia({ media: 'print' });
  // What is not displayed is no part of it.
  const [text = ''] = await page.locator('body').allInnerTexts();
  await page.emulateMedia({ media: null });
  return text;
}

/** The status of a PunchOutSetupRequest. */
async function punchOut(address: string, document: string): Promise<string | undefined> {
  const headers = { 'Content-Type': 'text/xml; charset=utf-8' };
  const response = await fetch(address, { method: 'POST', headers, body: document });
  return /<Status code="(\d+)"/.exec(await response.text())?.[1];
}

describe('the set-up sheet of a partner', () => {
  it('has all that the partner enters, and what it says works, by OCI and by cXML', async () => {
    const { user, link, key } = await aPartner('Paul Partner');
    const page = await openToken(link.id);
    await openSheet(page);
    await sheet(page).getByRole('button', { name: 'Reveal the link' }).click();
    const address = (await valueBeside(page, 'Copy the address for OCI')) ?? '';
    const token = (await valueBeside(page, 'Copy the token')) ?? '';
    expect(token).toBe(link.token);
    expect(await valueBeside(page, 'Copy the whole link')).toBe(link.loginUrl);
    const username = (await valueBeside(page, 'Copy the user name')) ?? '';
    expect(username).toBe(user.id);
    const hook = { HOOK_URL: 'https://procurement.example/basket' };
    for (const fields of [{ token }, { USERNAME: username, PASSWORD: token }]) {
      const form = new URLSearchParams({ ...fields, ...hook });
      for (const init of [{ method: 'POST', body: form }, { method: 'GET' }] as const) {
        const target = init.method === 'GET' ? `${address}?${form}` : address;
        expect((await fetch(target, { ...init, redirect: 'manual' })).status).toBe(303);
      }
    }

    expect(await valueBeside(page, 'Copy the identity')).toBe(`"Paul Partner" & <Co>`);
    const example = (await sheet(page).locator('pre').textContent()) ?? '';
    expect(example).not.toContain(key.key);
    const target = (await valueBeside(page, 'Copy the address for cXML')) ?? '';
    expect(await punchOut(target, example.replace('THE-KEY', key.key))).toBe('200');
    expect(await punchOut(target, example)).toBe('401');
  });

  it.each([
    [
      'an Extrinsic of its own',
      { domains: ['sheet.example'], userField: 'Buyer Mail' },
      'Extrinsic Buyer Mail',
    ],
    ['a contact', { domains: ['sheet.example'], userField: 'Contact/Email' }, 'in Contact/Email'],
    ['a usual field', { domains: ['sheet.example'] }, 'Extrinsic UserEmail, or another usual one'],
  ])('says that a document names the user in %s', async (name, fields, words) => {
    const { user, link, key } = await aPartner(`Fee with ${name}`, () => fields);
    const page = await openToken(link.id);
    await openSheet(page);
    expect(await sheet(page).textContent()).toContain('YOUR-IDENTITY');
    await page.getByLabel('Key for cXML').selectOption(key.id);
    expect(await sheet(page).textContent()).toContain(`the e-mail address of sheet.example, in `);
    expect(await sheet(page).textContent()).toContain(words);
    const example = (await sheet(page).locator('pre').textContent()) ?? '';
    expect(example).toContain('buyer@sheet.example');
    const { email } = (await admin('GET', `/users/${user.id}`)).body;
    const filled = example.replace('THE-KEY', key.key).replace('buyer@sheet.example', email);
    expect(await punchOut(`${serviceUrl}/punchout/cxml`, filled)).toBe('200');
  });

  it('is printed alone, on one page of A4, without the secret unless it is revealed', async () => {
    const { link } = await aPartner('Prisca Paper');
    const page = await openToken(link.id);
    await openSheet(page);
    const without = await printed(page);
    expect(without).toMatch(/^Access to the catalogue for Prisca Paper/);
    expect(without).toContain('handed over apart from this sheet');
    for (const other of [
      'Set-up sheet',
      'Login tokens',
      'Access history',
      'Reveal',
      'Copy',
      'Print',
      'Key for cXML',
    ])
      expect(without).not.toMatch(new RegExp(`${other}\\b`));
    expect(await page.content()).not.toContain(link.token);
    await sheet(page).getByRole('button', { name: 'Reveal the link' }).click();
    await page.getByRole('button', { name: 'Copy the whole link' }).waitFor();
    const revealed = await printed(page);
    expect(revealed.split(link.token)).toHaveLength(3);

    await page.setViewportSize(A4);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const { x, y, width } = (await page.locator('.set-up-sheet').boundingBox()) ?? { x: -1, y: -1, width: 0 };
    expect([x, y, width]).toEqual([0, 0, A4.width]);
    expect(await page.locator('.set-up-sheet').evaluate((element) => getComputedStyle(element).color)).toBe(
      'rgb(22, 23, 27)',
    );
    await page.emulateMedia({ media: null, colorScheme: 'light' });
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  it('hides the secret again a minute after it was revealed, and stays open', async () => {
    const { link } = await aPartner('Mina Minute');
    const page = await openToken(link.id);
    await page.clock.install();
    await openSheet(page);
    await sheet(page).getByRole('button', { name: 'Reveal the link' }).click();
    await page.getByRole('button', { name: 'Copy the whole link' }).waitFor();
    await page.clock.fastForward(61_000);
    await sheet(page).getByRole('button', { name: 'Reveal the link' }).waitFor();
    expect(await page.content()).not.toContain(link.token);
  });

  it('has the link of a token that was just made, and its values are copied', async () => {
    const { id } = await putUser('Nora New');
    const page = await openConsole('editor', {
      at: `/tokens/new?userId=${id}&purpose=procurement`,
      viewport: PHONE,
    });
    await page.getByRole('button', { name: 'Make the token' }).click();
    const made = page.getByRole('dialog', { name: 'The token is made' });
    const loginUrl = await made.getByRole('textbox', { name: 'Link' }).inputValue();
    await openSheet(page);
    await page.getByRole('button', { name: 'Copy the whole link' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(loginUrl);
    expect(await tooWide(page)).toEqual([]);
    await page.getByRole('button', { name: 'Done' }).last().click();
    await sheet(page).waitFor({ state: 'detached' });
    await made.getByRole('textbox', { name: 'Link' }).waitFor();
  });

  it('is offered for procurement tokens and keys alone, for a key without its string', async () => {
    const { key, user } = await aPartner('Otto Only');
    const { id } = await makeLink({ userId: user.id });
    const page = await openToken(id);
    expect(await page.getByRole('button', { name: 'Set-up sheet…' }).count()).toBe(0);
    const keys = await openConsole('admin', { at: '/keys' });
    await keys.getByRole('button', { name: `Set-up sheet of ${key.name}` }).click();
    const told = await sheet(keys).textContent();
    expect(told).toContain(`domain DUNS identity "Otto Only" & <Co>`);
    expect(told).not.toContain('HOOK_URL');
    expect(await keys.getByRole('button', { name: /^Set-up sheet of Demo shop/ }).count()).toBe(0);
  });

  it('is beside the string of a procurement key that was just made, without it', async () => {
    const page = await openConsole('admin', { at: '/keys' });
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Katrin Key');
    await page.getByLabel('Role').selectOption('procurement');
    await page.getByLabel('Domain of the identity').fill('DUNS');
    await page.getByLabel('Identity', { exact: true }).fill('katrin');
    await page.getByLabel('Limited to e-mail domains').fill('sheet.example');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const made = page.getByRole('textbox', { name: 'Key', exact: true });
    const key = await made.inputValue();
    onTestFinished(async () => void (await admin('DELETE', `/keys/${key.slice(3, 25)}`)));
    await page.getByRole('button', { name: 'Set-up sheet of Katrin Key' }).click();
    expect(await sheet(page).textContent()).toContain('domain DUNS identity katrin');
    expect(await sheet(page).innerHTML()).not.toContain(key.slice(25));
    expect(await printed(page)).not.toContain(key.slice(25));
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await made.inputValue()).toBe(key);
    await page.getByRole('button', { name: 'I have kept it' }).click();
  });
});
