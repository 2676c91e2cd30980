import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { admin, type Link, makeLink, putUser, storefront } from '../support/api.ts';
import { openConsole } from './support/console.ts';

const redeem = async (token: string, ip = '192.0.2.77') =>
  (await storefront('POST', '/tokens/redeem', { token, ip, userAgent: 'Test browser' })).status;

async function openToken(role: 'viewer' | 'editor' | 'admin', link: Link): Promise<Page> {
  const page = await openConsole(role, { at: `/tokens/${link.id}` });
  await page.getByRole('dialog').getByRole('heading', { name: 'Access history' }).waitFor();
  return page;
}

/** A token of a new user. */
async function aToken(name: string, more: object = {}): Promise<Link> {
  const { id } = await putUser(name, { email: `${name.replaceAll(' ', '.').toLowerCase()}@panel.example` });
  return makeLink({ userId: id, ...more });
}

const typesOf = async ({ id }: Link): Promise<string[]> =>
  (await admin('GET', `/tokens/${id}/events`)).body.items.map(({ type }: { type: string }) => type);

describe('a token', () => {
  it('shows all its fields, and who used it from where', async () => {
    const link = await aToken('Paula Panel', { extra: 'Ticket 12', reason: 'Forgot everything', maxUses: 3 });
    expect([
      await redeem(link.token),
      await redeem(`${link.token.slice(0, 30)}${link.token.slice(30)}`, '192.0.2.78'),
    ]).toEqual([200, 200]);
    await admin('PATCH', `/tokens/${link.id}`, { status: 'disabled' });
    expect(await redeem(link.token, '198.51.100.9')).toBe(401);
    const page = await openToken('viewer', link);
    const panel = page.getByRole('dialog', { name: 'Paula Panel' });
    await panel.getByText('the token was disabled').waitFor();
    const told = await panel.textContent();
    for (const words of [
      'disabled',
      'Ticket 12',
      'Forgot everything',
      '2 of 3',
      'paula.panel@panel.example',
      link.id,
      '198.51.100.9',
      '192.0.2.77',
      'Test browser',
    ])
      expect(told).toContain(words);
    expect(told).not.toContain(link.token);
  });

  it('can be read by a viewer, who is offered no action that would be refused', async () => {
    const page = await openToken('viewer', await aToken('Vera View'));
    const names = await page.getByRole('dialog').getByRole('button').allInnerTexts();
    expect(names.join()).not.toMatch(/Reveal|Copy the link|Edit|Disable|Rotate|Delete|End/);
  });

  it('has a hidden link: a recorded call reveals it, and it is hidden again after a minute', async () => {
    const link = await aToken('Rita Reveal');
    const page = await openToken('editor', link);
    await page.clock.install();
    expect(await page.content()).not.toContain(link.token);
    await page.getByRole('button', { name: 'Reveal the link' }).click();
    expect(await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue()).toBe(link.loginUrl);
    await page.clock.fastForward(61_000);
    await page.getByRole('button', { name: 'Reveal the link' }).waitFor();
    expect(await page.content()).not.toContain(link.token);
    await expect.poll(() => typesOf(link)).toContain('token.revealed');
  });

  it('has its link copied without being shown', async () => {
    const link = await aToken('Cora Copy');
    const page = await openToken('editor', link);
    await page.getByRole('button', { name: 'Copy the link without showing it' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link.loginUrl);
    expect(await page.content()).not.toContain(link.token);
  });

  it('is changed: expiry, number of uses, and extra', async () => {
    const link = await aToken('Edith Edit');
    const page = await openToken('editor', link);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('radio', { name: 'in 30 days' }).check();
    await page.getByRole('radio', { name: 'a number of times' }).check();
    await page.getByLabel('Number of uses').fill('4');
    await page.getByRole('textbox', { name: 'Extra' }).fill('Changed by phone');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The token is saved').waitFor();
    const { body } = await admin('GET', `/tokens/${link.id}`);
    expect([body.maxUses, body.extra]).toEqual([4, 'Changed by phone']);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(29 * 86_400_000);
  });

  it('keeps what was typed when saving fails', async () => {
    const page = await openToken('editor', await aToken('Fiona Fail'));
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: 'Extra' }).fill('Not to be lost');
    await page.route('**/tokens/*', (route) =>
      route.request().method() === 'PATCH' ? route.abort() : route.continue(),
    );
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The service cannot be reached').waitFor();
    expect(await page.getByRole('textbox', { name: 'Extra' }).inputValue()).toBe('Not to be lost');
  });

  it('gets a new link, and the old one is refused at once', async () => {
    const link = await aToken('Rolf Rotate');
    const page = await openToken('editor', link);
    await page.getByRole('button', { name: 'Rotate…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate' }).click();
    const next =
      (await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue()).split('token=')[1] ?? '';
    expect(next.slice(3, 25)).toBe(link.id);
    expect([await redeem(link.token), await redeem(next)]).toEqual([401, 200]);
  });

  it('is disabled and enabled', async () => {
    const link = await aToken('Dirk Disable');
    const page = await openToken('editor', link);
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await page.getByText('It is disabled: whoever opens its link is refused.').waitFor();
    expect(await redeem(link.token)).toBe(401);
    await page.getByRole('button', { name: 'Enable', exact: true }).click();
    await page.getByRole('button', { name: 'Disable', exact: true }).waitFor();
    expect(await redeem(link.token)).toBe(200);
  });

  it('has its sessions ended by an administrator, after a question that says what follows', async () => {
    const link = await aToken('Ellen End');
    const { body } = await storefront('POST', '/tokens/redeem', { token: link.token });
    const isActive = async () =>
      (
        await storefront(
          'POST',
          '/sessions/introspect',
          new URLSearchParams({ token: body.session.accessToken }),
        )
      ).body.active;
    expect(await isActive()).toBe(true);
    const page = await openToken('admin', link);
    await page.getByRole('button', { name: 'End sessions…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End sessions' }).click();
    await page.getByText('All sessions of the token are ended').waitFor();
    expect(await isActive()).toBe(false);
  });

  it('is deleted after a question that says that it is final, and its history stays', async () => {
    const link = await aToken('Detlef Delete');
    const page = await openToken('editor', link);
    await page.getByRole('button', { name: 'Delete…' }).click();
    const question = page.getByRole('alertdialog', { name: 'Delete the token of Detlef Delete?' });
    expect(await question.textContent()).toContain('This cannot be undone');
    await question.getByRole('button', { name: 'Delete the token' }).click();
    await page.getByText('The token is deleted').waitFor();
    expect((await admin('GET', `/tokens/${link.id}`)).status).toBe(404);
    await expect.poll(() => typesOf(link)).toContain('token.deleted');
    const again = await openConsole('viewer', { at: `/tokens/${link.id}` });
    await again.getByRole('dialog', { name: 'There is no such token' }).waitFor();
    await again.getByRole('radio', { name: 'Everything' }).check();
    await again.getByText('deleted the token').waitFor();
  });
});

describe('two users who change a token at once', () => {
  async function bothEditing(name: string) {
    const link = await aToken(name, { extra: 'First' });
    const page = await openToken('editor', link);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: 'Extra' }).fill('Mine');
    await admin('PATCH', `/tokens/${link.id}`, { extra: 'Theirs', maxUses: 7 });
    await page.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else changed this' });
    await conflict.getByRole('row', { name: 'Extra Theirs Mine' }).waitFor();
    return { link, page };
  }

  it('see both versions, and the second can save theirs all the same', async () => {
    const { link, page } = await bothEditing('Anna And Bert');
    await page.getByRole('button', { name: 'Save mine all the same' }).click();
    await page.getByText('The token is saved').waitFor();
    const { body } = await admin('GET', `/tokens/${link.id}`);
    expect([body.extra, body.maxUses]).toEqual(['Mine', 7]);
  });

  it('see both versions, and the second can take the one of the first', async () => {
    const { link, page } = await bothEditing('Clara And Dora');
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
    expect(await page.getByRole('dialog').textContent()).toContain('Theirs');
    expect((await admin('GET', `/tokens/${link.id}`)).body.extra).toBe('Theirs');
  });
});
