import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../console/chromium.ts';
import { db, historyRetention } from '../functions/runtime/database.ts';
import { ensureAdminKey } from '../local/api-key.ts';
import { freePort } from '../local/listen.ts';
import { serveRoutes } from '../local/service.ts';
import { loadTokens } from './many-tokens.ts';
import { type Row, row, type Sample, summarise } from './measure.ts';
import { report } from './scenario.ts';

/** The console's list of tokens as the table grows: latency should stay flat. */

const SIZES = [1_000, 100_000];
const TURNS = 25;
const WARM_UP = 5;

const port = await freePort(0);
const url = `http://localhost:${port}`;
const stop = await serveRoutes(port, { issuer: url, url });
const key = await ensureAdminKey({ db, historyRetention }, { given: undefined, file: undefined });
const browser = await chromium.launch({ executablePath: findChromium() });

/** Runs the action, and returns the milliseconds until the list shows other rows. */
async function timeUntilRows(page: Page, action: () => Promise<void>): Promise<number> {
  const first = page.locator('tbody tr a').first();
  const before = (await first.count()) > 0 ? await first.getAttribute('href') : null;
  const start = performance.now();
  await action();
  await page.waitForFunction(
    (old) => {
      const link = document.querySelector('tbody tr a');
      return link !== null && link.getAttribute('href') !== old;
    },
    before,
    { polling: 'raf' },
  );
  return performance.now() - start;
}

/** Measures from the click on the sign-in button to the first rows, and from each click on «older» to the next ones. */
async function measurePages(): Promise<{ list: number; next: number[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}/console/tokens`);
  await page.getByLabel('API key').fill(key);
  const signIn = page.getByRole('button', { name: 'Sign in with the key' });
  const list = await timeUntilRows(page, () => signIn.click());
  const next: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    // The console prefetches the next page while a person reads this one.
    await page.waitForLoadState('networkidle');
    next.push(await timeUntilRows(page, () => page.getByRole('button', { name: 'older' }).click()));
  }
  await context.close();
  return { list, next };
}

const rows: Row[] = [];
const first = new Map<string, Sample>();
let loaded = 0;
for (const size of SIZES) {
  await loadTokens(db, loaded, size);
  loaded = size;
  const list: number[] = [];
  const next: number[] = [];
  for (let turn = 0; turn < WARM_UP + TURNS; turn++) {
    const taken = await measurePages();
    if (turn < WARM_UP) continue;
    list.push(taken.list);
    next.push(...taken.next);
  }
  for (const [name, durations] of [
    ['the list', list],
    ['the next page', next],
  ] as const) {
    const sample = summarise(durations);
    const base = first.get(name) ?? sample;
    first.set(name, base);
    const what = `console: ${name}, ${size.toLocaleString('en')} tokens`;
    rows.push(row(what, sample, 'the same at 1,000', base, size === SIZES.at(-1) ? 'at most 1.25' : '–'));
  }
}
await browser.close();
await stop();
report(rows);
