import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeLink, putUser } from '../support/api.ts';
import { goTo, openConsole, removeFilePicker } from './support/console.ts';

async function openExport(at: string): Promise<Page> {
  const page = await openConsole('viewer');
  await removeFilePicker(page);
  await page.getByRole('link', { name: 'Login tokens' }).click();
  await goTo(page, at);
  await page.locator('tbody tr[data-id]').first().waitFor();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  return page;
}

describe('an export', () => {
  it('has the filtered tokens, as a spreadsheet file without formulas and without secrets', async () => {
    const user = await putUser('Exported Person');
    const links = await Promise.all(
      ['=HYPERLINK("https://evil.example")', 'plain, with a comma'].map((extra) =>
        makeLink({ userId: user.id, extra }),
      ),
    );
    const page = await openExport(`/tokens?userId=${user.id}`);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    await page.getByText('2 tokens are in the file.').waitFor();
    expect((await download).suggestedFilename()).toMatch(/^login-tokens-\d{4}-\d\d-\d\d\.csv$/);
    const lines = file.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('Id,Status,Name,');
    expect(file).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(file).toContain('"plain, with a comma"');
    for (const { token } of links) expect(file).not.toContain(token);
    expect(file).not.toMatch(/lt_/);
  });

  it('that is cancelled leaves no file', async () => {
    const page = await openExport('/tokens');
    let downloads = 0;
    page.on('download', () => downloads++);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/tokens?*cursor=*', async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    await page.getByText('100 tokens so far').waitFor();
    await page.getByRole('button', { name: 'Cancel the export' }).click();
    await page.getByText('Cancelled. No file was kept.').waitFor();
    letGo();
    expect(downloads).toBe(0);
  });

  it('that fails half-way says so, and leaves no incomplete file', async () => {
    const page = await openExport('/tokens');
    let downloads = 0;
    page.on('download', () => downloads++);
    await page.route('**/tokens?*cursor=*', (route) => route.fulfill({ status: 500, body: '' }));
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    await page.getByText('No file was kept: it would not have been whole.').waitFor();
    expect(downloads).toBe(0);
  });
});
