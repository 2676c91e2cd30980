import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { admin, putUser, storefront } from '../support/api.ts';
import { goTo, openConsole } from './support/console.ts';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'New token' });
const made = (page: Page) => page.getByRole('dialog', { name: 'The token is made' });
const choose = (page: Page, name: string) => dialog(page).getByRole('radio', { name, exact: true }).check();
const save = (page: Page) => page.getByRole('button', { name: 'Make the token' }).click();

async function linkOf(page: Page): Promise<{ link: string; token: string }> {
  const link = await made(page).getByLabel('Link', { exact: true }).inputValue();
  return { link, token: link.split('token=')[1] ?? '' };
}

const traces = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([
      location.href,
      document.title,
      history.state,
      { ...localStorage },
      { ...sessionStorage },
    ]),
  );

describe('a new token', () => {
  it('is made for a person found by name, for one use within two hours, and its link works', async () => {
    const user = await putUser('Marijke Zwart', { email: 'marijke@new.example' });
    const page = await openConsole('editor', { at: '/tokens' });
    await page.getByRole('link', { name: /New token/ }).click();
    await dialog(page).getByLabel('Contact or customer').fill('marij');
    await page.getByRole('option', { name: /Marijke Zwart/ }).click();
    await choose(page, 'in 2 hours');
    await dialog(page).getByLabel('Extra').fill('Support ticket #123');
    expect(await dialog(page).textContent()).toMatch(
      /Whoever has the link signs in as Marijke Zwart, once, until /,
    );
    await save(page);
    const { token } = await linkOf(page);
    const { status, body } = await storefront('POST', '/tokens/redeem', { token });
    expect([status, body.user.id, body.token.extra]).toEqual([200, user.id, 'Support ticket #123']);
    expect(body.token.maxUses).toBe(1);
    const lifetime = Date.parse(body.token.expiresAt) - Date.parse(body.token.createdAt);
    expect(lifetime).toBe(7_200_000);
  });

  it('shows its link once, to copy and as a QR code, and leaves it nowhere', async () => {
    const page = await openConsole('editor', { at: '/tokens/new' });
    await save(page);
    const { link, token } = await linkOf(page);
    await made(page).getByRole('button', { name: 'Copy the link' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    await made(page).getByRole('button', { name: 'Show the QR code' }).click();
    await made(page).getByRole('img', { name: 'QR code of the link' }).waitFor();
    expect(await traces(page)).not.toContain(token.slice(25));
    await made(page).getByRole('button', { name: 'Done' }).click();
    await page.locator('tbody tr[data-id]').first().waitFor();
    expect(await page.content()).not.toContain(token);
    await page.goBack();
    expect(await page.content()).not.toContain(token);
  });

  it('warns that nobody arrives with its link while the settings do not say where people are taken', async () => {
    const page = await openConsole('editor', { at: '/tokens/new' });
    await page.route('**/tokens', async (route) => {
      const response = await route.fetch();
      return route.fulfill({ response, json: { ...(await response.json()), callbackUrl: null } });
    });
    await save(page);
    const warning = made(page).getByRole('alert').filter({ hasText: 'Nobody arrives with this link yet.' });
    await warning.waitFor();
    expect(await warning.textContent()).toContain('Ask an administrator to set it');
    await page.unroute('**/tokens');
    await made(page).getByRole('button', { name: 'Make another' }).click();
    await save(page);
    await made(page).waitFor();
    expect(await warning.count()).toBe(0);
  });

  it('belongs to no user when none is chosen', async () => {
    const page = await openConsole('editor', { at: '/tokens/new' });
    await save(page);
    const { token } = await linkOf(page);
    expect((await storefront('POST', '/tokens/redeem', { token })).body.user).toBeNull();
  });

  it.each([
    ['in 30 days', 'as often as wanted', { maxUses: null, days: 30 }],
    ['in 90 days', 'once', { maxUses: 1, days: 90 }],
    ['never', 'once', { maxUses: 1, days: undefined }],
  ])('expires %s and can be used %s', async (expiry, uses, wanted) => {
    const page = await openConsole('editor', { at: '/tokens/new' });
    await choose(page, expiry);
    await choose(page, uses);
    if (expiry === 'never') expect(await dialog(page).textContent()).toContain('It never expires');
    if (wanted.maxUses === null) expect(await dialog(page).textContent()).toContain('It is reusable');
    await save(page);
    const { token } = await linkOf(page);
    const { body } = await storefront('POST', '/tokens/redeem', { token });
    expect(body.token.maxUses).toBe(wanted.maxUses);
    const days =
      body.token.expiresAt &&
      (Date.parse(body.token.expiresAt) - Date.parse(body.token.createdAt)) / 86_400_000;
    expect(days ?? undefined).toBe(wanted.days);
  });

  it('expires at the chosen date and time, and can be used the chosen number of times', async () => {
    const page = await openConsole('editor', { at: '/tokens/new', timezoneId: 'Europe/Amsterdam' });
    await choose(page, 'at a date and time');
    await dialog(page).getByLabel('Date and time', { exact: true }).fill('2031-07-01T09:30');
    await choose(page, 'a number of times');
    await dialog(page).getByLabel('Number of uses').fill('7');
    await save(page);
    const { token } = await linkOf(page);
    const { body } = await storefront('POST', '/tokens/redeem', { token });
    expect([body.token.expiresAt, body.token.maxUses]).toEqual(['2031-07-01T07:30:00.000Z', 7]);
  });

  it('for impersonation needs a reason, says that it is recorded, and can be prefilled by a link from another system', async () => {
    const user = await putUser('Imke Dekker');
    const page = await openConsole('editor', { at: '/nowhere' });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await goTo(page, `/tokens/new?userId=${user.id}&purpose=impersonation`);
    await expect.poll(() => dialog(page).getByLabel('Contact or customer').inputValue()).toBe('Imke Dekker');
    expect(await dialog(page).textContent()).toContain('It is recorded with your name');
    await save(page);
    await page.getByText('Say why: it is recorded.').waitFor();
    await dialog(page).getByLabel('Why do you act as this person?').fill('Ticket 4711');
    await save(page);
    const { token } = await linkOf(page);
    expect(asked).toContain('POST /tokens');
    expect(asked).not.toContain('GET /tokens');
    const { body } = await storefront('POST', '/tokens/redeem', { token });
    expect(body.impersonation.reason).toBe('Ticket 4711');
  });

  it('is made once when the answer is lost and the user presses again', async () => {
    const user = await putUser('Lost Answer');
    const page = await openConsole('editor', { at: `/tokens/new?userId=${user.id}` });
    let lost = 0;
    await page.route('**/tokens', async (route) => {
      if (route.request().method() !== 'POST' || lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await save(page);
    await page.getByText('The service cannot be reached').waitFor();
    await save(page);
    await made(page).waitFor();
    expect((await admin('GET', `/tokens?userId=${user.id}`)).body.items).toHaveLength(1);
  });

  it('that the API refuses keeps what was filled in, and says which field it is', async () => {
    const page = await openConsole('editor', { at: '/tokens/new' });
    await dialog(page)
      .getByLabel('Extra')
      .fill(`lt_${'0'.repeat(61)}`);
    await page.route('**/tokens', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 400,
            contentType: 'application/problem+json',
            json: {
              code: 'invalid_request',
              title: 'The request is not valid',
              detail: 'Some fields are not as they should be.',
              requestId: 'r',
              status: 400,
              errors: [{ pointer: '/extra', detail: 'must not hold the string of a token or a key' }],
            },
          })
        : route.continue(),
    );
    await save(page);
    await page.getByText('This must not hold the string of a token or a key.').waitFor();
    expect(await dialog(page).getByLabel('Extra').inputValue()).toMatch(/^lt_/);
  });

  it('that was begun is not discarded without a question', async () => {
    const page = await openConsole('editor', { at: '/tokens/new' });
    await dialog(page).getByLabel('Extra').fill('half done');
    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog', { name: 'Leave without making the token?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await dialog(page).getByLabel('Extra').inputValue()).toBe('half done');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await question.getByRole('button', { name: 'Leave' }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  it('is made by keyboard alone', async () => {
    await putUser('Klaas Toetsenbord');
    const page = await openConsole('editor', { at: '/tokens' });
    await page.locator('tbody tr[data-id]').first().waitFor();
    await page.keyboard.press('n');
    await dialog(page).waitFor();
    await dialog(page).getByLabel('Contact or customer').focus();
    await page.keyboard.type('klaas');
    await page.getByRole('option', { name: /Klaas Toetsenbord/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    for (let at = 0; at < 20; at++) {
      const label = await page.evaluate(() => document.activeElement?.textContent ?? '');
      if (label === 'Make the token') break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await made(page).waitFor();
    expect(await made(page).textContent()).toContain('Klaas Toetsenbord');
  });

  it('cannot be made by a viewer, whom the page at its address tells so', async () => {
    const page = await openConsole('viewer', { at: '/tokens/new' });
    expect(await dialog(page).textContent()).toContain('Your role lets you look at tokens');
    expect(await page.getByRole('button', { name: 'Make the token' }).count()).toBe(0);
  });
});
