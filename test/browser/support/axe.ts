import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Report = { found: string[]; passes: number };

/** All that is wrong, and of what is right only how much: the whole report is as large as the page. */
const run = (rules: readonly string[] | undefined) => `axe.run({
  resultTypes: ['violations'], ${rules ? `runOnly: ${JSON.stringify(rules)}` : ''}
}).then(({ violations, passes }) => ({
  found: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)),
  passes: passes.length,
}))`;

/** What axe finds wrong. It is run from outside: a page's policy has no place for it, and stays as it is. */
export async function findings(page: Page): Promise<string[]> {
  const { found, passes } = await ask(page, undefined);
  expect(passes).toBeGreaterThan(10);
  return found;
}

/** What axe finds wrong with the colours: all that differs between day and night. */
export async function findingsInColours(page: Page): Promise<string[]> {
  const { found, passes } = await ask(page, ['color-contrast', 'link-in-text-block']);
  expect(passes).toBeGreaterThan(0);
  return found;
}

async function ask(page: Page, rules: readonly string[] | undefined): Promise<Report> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE);
  return page.evaluate<Report>(run(rules));
}
