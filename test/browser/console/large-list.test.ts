import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../bench/engine.ts';
import { freePort } from '../../../local/listen.ts';
import { captureLog } from '../../support/captured-log.ts';
import { newcomer } from '../support/browser.ts';
import { removeFilePicker, signInWithKey } from './support/console.ts';

captureLog();

const TOKENS = 100_000;
const ROWS = 50;

let url: string;
let key: string;
const closing: (() => Promise<void>)[] = [];

/** A separate service: 100,000 tokens in the shared service would disturb other tests. */
beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  closing.push((await startEngine(url)).stop);
  // These modules read the environment at import, so they load after `startEngine` sets it.
  const { db, historyRetention } = await import('../../../functions/runtime/database.ts');
  const { loadTokens } = await import('../../../bench/many-tokens.ts');
  const { ensureAdminKey } = await import('../../../local/api-key.ts');
  const { serveRoutes } = await import('../../../local/service.ts');
  await loadTokens(db, 0, TOKENS);
  key = await ensureAdminKey({ db, historyRetention }, { given: undefined, file: undefined });
  closing.push(await serveRoutes(port, { issuer: url, url }));
}, 240_000);

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

async function open(at: string): Promise<{ page: Page; asked: string[] }> {
  const page = await newcomer({}, { others: [url] });
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname === '/tokens') asked.push(search);
  });
  await page.goto(`${url}/console${at}`);
  await signInWithKey(page, key);
  return { page, asked };
}

/** The extra of each row. «Ticket 99999» is the newest token. */
const tickets = (page: Page) => page.locator('tbody td.extra').allTextContents();
const from = (first: number, step: 1 | -1) =>
  Array.from({ length: ROWS }, (_, at) => `Ticket ${first + step * at}`);
const turn = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('the list of 100,000 tokens', () => {
  it('shows as many rows as fit a page, and goes through them in both directions', async () => {
    const { page } = await open('/tokens');
    for (const first of [TOKENS - 1, TOKENS - 1 - ROWS, TOKENS - 1 - 2 * ROWS]) {
      await expect.poll(() => tickets(page)).toEqual(from(first, -1));
      await turn(page, 'older');
    }
    await expect.poll(() => tickets(page)).toEqual(from(TOKENS - 1 - 3 * ROWS, -1));
    await turn(page, 'newer');
    await expect.poll(() => tickets(page)).toEqual(from(TOKENS - 1 - 2 * ROWS, -1));
  });

  it('requests one page and the next one, however many there are, and nothing more to turn to it', async () => {
    const { page, asked } = await open('/tokens');
    await expect.poll(() => tickets(page)).toEqual(from(TOKENS - 1, -1));
    await expect.poll(() => asked).toEqual([`?limit=${ROWS}`, expect.stringContaining('cursor=')]);
    await page.waitForLoadState('networkidle');
    await turn(page, 'older');
    await expect.poll(() => tickets(page)).toEqual(from(TOKENS - 1 - ROWS, -1));
    await expect.poll(() => asked.length).toBe(3);
    expect(new Set(asked).size).toBe(3);
  });

  it('is sorted from either end', async () => {
    const { page } = await open('/tokens?sort=expiresAt');
    await expect.poll(() => tickets(page)).toEqual(from(0, 1));
    await page.getByLabel('Order').selectOption('-expiresAt');
    await expect.poll(() => tickets(page)).toEqual(from(TOKENS - 1, -1));
  });

  it('finds the tokens of one user among them', async () => {
    const { page } = await open('/tokens?userId=c-500');
    await expect.poll(() => tickets(page)).toEqual(from(50_099, -1));
    await turn(page, 'older');
    await expect.poll(() => tickets(page)).toEqual(from(50_049, -1));
    await expect.poll(() => page.getByRole('button', { name: 'older' }).isDisabled()).toBe(true);
  });

  it('says that it has searched only some of them when a filter finds none, and searches further', async () => {
    const { page, asked } = await open('/tokens?failedAttempts=gt:0');
    await page.getByText('Nothing among those that were looked at so far.').waitFor();
    const before = asked.length;
    await page.getByRole('button', { name: 'Look further' }).click();
    await expect.poll(() => asked.length).toBeGreaterThan(before);
    await page.getByText('Nothing among those that were looked at so far.').waitFor();
  });

  it('is exported page by page, with progress, until the user cancels', async () => {
    const { page, asked } = await open('/tokens');
    await expect.poll(() => tickets(page)).toHaveLength(ROWS);
    await removeFilePicker(page);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    await page.getByText(/^\d,\d00 tokens so far/).waitFor({ timeout: 300_000 });
    await page.getByRole('button', { name: 'Cancel the export' }).click();
    await page.getByText('Cancelled. No file was kept.').waitFor();
    const done = asked.length;
    await page.waitForLoadState('networkidle');
    expect(asked.length).toBe(done);
  });
});
