import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Report = { found: string[]; passes: number };

/** Returns the violations and the number of passed rules: the whole report would be as large as the page. */
const RUN = `axe.run({ resultTypes: ['violations'] }).then(({ violations, passes }) => ({
  found: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)),
  passes: passes.length,
}))`;

/** Runs axe from outside the page, whose content security policy forbids other scripts. */
export async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE);
  const { found, passes } = await page.evaluate<Report>(RUN);
  expect(passes).toBeGreaterThan(10);
  return found;
}
