import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const RESULTS = '.build/test-results';
/** Lines of a report. */
const LENGTH = 200;

/** What pages have printed, asked and been answered. Headers and bodies are left out: they have secrets. */
const journals = new WeakMap<Page, string[]>();

/** Keeps a journal of a page for the error of a step that does not arrive. */
export function keepJournal(page: Page): void {
  const journal: string[] = [];
  journals.set(page, journal);
  const start = Date.now();
  const note = (...words: readonly (string | number | undefined)[]) => {
    journal.push(`${Date.now() - start} ms ${words.join(' ')}`);
    if (journal.length > LENGTH) journal.shift();
  };
  const path = (url: string) => url.split('?')[0];
  page.on('console', (message) => note('prints', message.type(), message.text()));
  page.on('pageerror', (error) => note('throws', error.message));
  page.on('request', (request) => note('asks', request.method(), path(request.url())));
  page.on('response', (response) => note('gets', response.status(), path(response.url())));
  page.on('requestfailed', (request) => note('fails', path(request.url()), request.failure()?.errorText));
}

let reports = 0;

/** Waits until an element is shown. The error names a picture and the journal of the page. */
export async function arrive(shown: Locator): Promise<void> {
  try {
    await shown.waitFor();
  } catch (error) {
    const page = shown.page();
    const file = join(RESULTS, `not-arrived-${process.pid}-${++reports}`);
    mkdirSync(RESULTS, { recursive: true });
    await page.screenshot({ path: `${file}.png` }).catch(() => undefined);
    const lines = [`at ${path(page)}`, ...(journals.get(page) ?? [])];
    writeFileSync(`${file}.log`, `${lines.join('\n')}\n`);
    throw new Error(`${String(error)}\nSee ${file}.png and .log:\n${lines.slice(-30).join('\n')}`, {
      cause: error,
    });
  }
}

const path = (page: Page): string => page.url().split('?')[0] ?? '';
