import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makeLink, putUser, serviceUrl } from '../support/api.ts';
import { newcomer } from '../support/browser.ts';
import { consoleUrl, signInAs } from './support/console.ts';

/** Bytes, compressed. */
const BUDGET = 190_000;

const places: Record<string, string> = {};

beforeAll(async () => {
  const { id } = await putUser('First Load');
  places['a user'] = `/users/${id}`;
  places['a token'] = `/tokens/${(await makeLink({ userId: id })).id}`;
  places['the tokens of a user'] = `/tokens?userId=${id}`;
  places['a token for a user'] = `/tokens/new?userId=${id}`;
});

/** Compressed bytes by address. The name of a script changes with its content. */
const compressed = new Map<string, number>();

/** Sums the compressed bytes of all requested scripts. Counts each script once, as a browser caches it. */
async function weigh(page: Page): Promise<() => number> {
  const scripts = new Set<string>();
  await page.route(`${serviceUrl}/console/assets/*.js`, async (route) => {
    const url = route.request().url();
    scripts.add(url);
    if (compressed.has(url)) return route.continue();
    const response = await route.fetch();
    compressed.set(url, gzipSync(await response.body(), { level: 9 }).length);
    return route.fulfill({ response });
  });
  return () => [...scripts].reduce((sum, url) => sum + (compressed.get(url) ?? Number.NaN), 0);
}

it.each([
  ['the overview', '/'],
  ['the list of tokens', '/tokens'],
  ['a new token', '/tokens/new'],
  ['a token', undefined],
  ['the tokens of a user', undefined],
  ['a token for a user', undefined],
  ['users', '/users'],
  ['a user', undefined],
  ['history', '/history'],
  ['keys', '/keys'],
  ['settings', '/settings'],
])(
  '%s loads 190 KB of compressed JavaScript at most, after a sign-in with the identity provider',
  async (name, at) => {
    const page = await newcomer();
    const weight = await weigh(page);
    await page.goto(consoleUrl + (at ?? places[name]));
    await signInAs(page, 'Ada Admin');
    await page.locator('h1, h2').first().waitFor();
    await page.waitForLoadState('networkidle');
    const bytes = weight();
    // A smaller sum means that the console did not load.
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(BUDGET);
  },
);
