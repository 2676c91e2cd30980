import { describe, expect, it } from 'vitest';
import { admin } from '../support/api.ts';
import { openConsole } from './support/console.ts';

describe('keys', () => {
  it('are made, shown once, rotated, and deleted', async () => {
    const page = await openConsole('admin', { at: '/keys' });
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Shop of a test');
    await page.getByLabel('Limited to e-mail domains').fill('acme.example');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.getByLabel('Key', { exact: true }).inputValue();
    expect(key).toMatch(/^lk_\w{61}$/);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await page.content()).not.toContain(key);
    const row = page.getByRole('row').filter({ hasText: 'Shop of a test' });
    expect(await row.textContent()).toMatch(/Storefront[\s\S]*acme\.example[\s\S]*last used never/);
    await page.getByRole('button', { name: 'Rotate the key Shop of a test' }).click();
    await page.getByLabel('The old one').selectOption('works for 7 days more');
    await page.getByRole('button', { name: 'Rotate the key', exact: true }).click();
    const rotated = await page.getByLabel('Key', { exact: true }).inputValue();
    expect(rotated.slice(0, 25)).toBe(key.slice(0, 25));
    expect(rotated).not.toBe(key);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await page.content()).not.toContain(rotated);
    await page.getByRole('button', { name: 'Delete the key Shop of a test' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the key' }).click();
    await page.getByText('The key Shop of a test is deleted').waitFor();
    await expect.poll(() => row.count()).toBe(0);
  });

  it('are not for viewers, nor are settings', async () => {
    const page = await openConsole('viewer', { at: '/keys' });
    await page.getByRole('heading', { name: 'Keys are for administrators' }).waitFor();
    const other = await openConsole('viewer', { at: '/settings' });
    await other
      .getByRole('heading', { name: 'Settings are for administrators of the whole service' })
      .waitFor();
  });
});

describe('settings', () => {
  it('are changed, refused by field, and shown side by side when two users change them at once', async () => {
    const before = (await admin('GET', '/settings')).body;
    const { version: _, updatedAt: __, ...settings } = before;
    try {
      const page = await openConsole('admin', { at: '/settings' });
      await page.getByLabel('Help page').fill('nonsense');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText(/^This must be an https address/).waitFor();
      await page.getByLabel('Help page').fill('https://shop.example/help');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('The settings are saved').waitFor();
      expect((await admin('GET', '/settings')).body.helpUrl).toBe('https://shop.example/help');
      await page.getByLabel('Name of the shop').fill('Mine');
      await admin('PUT', '/settings', { ...settings, shopName: 'Theirs' });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('row', { name: 'Name of the shop Theirs Mine' }).waitFor();
      await page.getByRole('button', { name: 'Take theirs' }).click();
      expect(await page.getByLabel('Name of the shop').inputValue()).toBe('Theirs');
    } finally {
      await admin('PUT', '/settings', settings);
    }
  });
});
